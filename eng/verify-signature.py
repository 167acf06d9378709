#!/usr/bin/env python3
"""Whether the code signature of a program of macOS is right: a second reader beside Images/MachO, with nothing of the compiler.

    eng/verify-signature.py FILE

Reads the load commands, the signature's blobs (Apple's cs_blobs.h, all numbers big endian) and the whole file, and compares the hash of
every page. Prints "N hashes, identifier, flags" or what is wrong, and then ends with 1; "none" when the file is not signed.
"""
import hashlib
import struct
import sys

SEGMENT, SIGNATURE = 0x19, 0x1D
SUPER_BLOB, DIRECTORY = 0xFADE0CC0, 0xFADE0C02
SHA256, WITH_SEGMENT = 2, 0x20400


def load_commands(file):
    at, (count,) = 32, struct.unpack_from("<I", file, 16)
    for _ in range(count):
        kind, size = struct.unpack_from("<II", file, at)
        yield kind, at
        at += size


def directory_of(blob):
    magic, length, count = struct.unpack_from(">III", blob)
    if magic != SUPER_BLOB or length > len(blob):
        raise ValueError("no signature where the load command says")
    for i in range(count):
        kind, offset = struct.unpack_from(">II", blob, 12 + 8 * i)
        if kind == 0 and struct.unpack_from(">I", blob, offset)[0] == DIRECTORY:
            return blob[offset:offset + struct.unpack_from(">I", blob, offset + 4)[0]]
    raise ValueError("no code directory")


def verify(file):
    commands = list(load_commands(file))
    signature = [at for kind, at in commands if kind == SIGNATURE]
    if not signature:
        return "none"
    start, size = struct.unpack_from("<II", file, signature[0] + 8)
    if start % 16 or start + size != len(file):
        raise ValueError("the signature does not end the file, or is not aligned")
    directory = directory_of(file[start:start + size])
    version, flags, hashes, name, special, pages, limit = struct.unpack_from(">IIIIIII", directory, 8)
    width, kind, _, shift = struct.unpack_from("BBBB", directory, 36)
    if (kind, width, limit, special) != (SHA256, 32, start, 0) or version < WITH_SEGMENT:
        raise ValueError("hash %d of %d bytes, up to %d instead of %d, %d special slots, version %x"
                         % (kind, width, limit, start, special, version))
    base, extent, kinds = struct.unpack_from(">QQQ", directory, 64)
    text = [at for command, at in commands if command == SEGMENT and file[at + 8:at + 24].rstrip(b"\0") == b"__TEXT"][0]
    offset, length = struct.unpack_from("<QQ", file, text + 40)
    if (base, extent, kinds & 1) != (offset, length, 1):
        raise ValueError("the executable segment is %d+%d, not %d+%d of the main program" % (offset, length, base, extent))
    page = 1 << shift
    if pages != (start + page - 1) // page:
        raise ValueError("%d hashes for %d bytes" % (pages, start))
    for i in range(pages):
        if hashlib.sha256(file[i * page:min((i + 1) * page, start)]).digest() != directory[hashes + 32 * i:hashes + 32 * (i + 1)]:
            raise ValueError("the hash of the page at 0x%x is another" % (i * page))
    return "%d hashes, %s, flags 0x%x" % (pages, directory[name:directory.index(0, name)].decode(), flags)


def main():
    try:
        print(verify(open(sys.argv[1], "rb").read()))
    except (ValueError, IndexError, struct.error) as error:
        print(error)
        sys.exit(1)


main()
