/* A plugin for QEMU's user emulation that counts the instructions that a program executes, in all of its threads, and appends the number
 * to a file:
 *   cc -shared -fPIC -O2 -o count.so eng/count-instructions.c; qemu-aarch64 -plugin ./count.so,out=FILE PROGRAM
 * The declarations are those of QEMU's plugin interface, version 1, as far as they are needed: Debian has no header for it. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t plugin_id;
struct qemu_plugin_tb;
enum callback_flags { NO_REGISTERS };

extern void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id id, void (*callback)(plugin_id id, struct qemu_plugin_tb *block));
extern size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
extern void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *block, void (*callback)(unsigned int processor, void *data),
                                                 enum callback_flags flags, void *data);
extern void qemu_plugin_register_atexit_cb(plugin_id id, void (*callback)(plugin_id id, void *data), void *data);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

static uint64_t count;
static const char *file;

static void block_executed(unsigned int processor, void *instructions)
{
    (void)processor;
    __atomic_fetch_add(&count, (uint64_t)(uintptr_t)instructions, __ATOMIC_RELAXED);
}

static void block_translated(plugin_id id, struct qemu_plugin_tb *block)
{
    (void)id;
    qemu_plugin_register_vcpu_tb_exec_cb(block, block_executed, NO_REGISTERS, (void *)(uintptr_t)qemu_plugin_tb_n_insns(block));
}

static void program_ended(plugin_id id, void *data)
{
    FILE *out = fopen(file, "a");
    (void)id;
    (void)data;
    if (out == NULL || fprintf(out, "%llu\n", (unsigned long long)count) < 0 || fclose(out) != 0)
    {
        perror(file);
        exit(1);
    }
}

__attribute__((visibility("default"))) int qemu_plugin_install(plugin_id id, const void *information, int argc, char **argv)
{
    (void)information;
    if (argc != 1 || strncmp(argv[0], "out=", 4) != 0)
    {
        fprintf(stderr, "count-instructions: out=FILE is missing\n");
        return 1;
    }
    file = strdup(argv[0] + 4);
    qemu_plugin_register_vcpu_tb_trans_cb(id, block_translated);
    qemu_plugin_register_atexit_cb(id, program_ended, NULL);
    return 0;
}
