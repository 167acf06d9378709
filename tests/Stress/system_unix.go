//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
)

func init() { topics["signals"] = signals }

// signals sends itself signals while it computes.
func signals(scale int) {
	arrived := make(chan os.Signal, 1)
	signal.Notify(arrived, syscall.SIGUSR1)
	defer signal.Stop(arrived)
	for range 100 * scale {
		if err := syscall.Kill(os.Getpid(), syscall.SIGUSR1); err != nil {
			panic(err)
		}
		check(descend(nil, 100) == 5050, "sum of depths")
		<-arrived
	}
}

// openFiles is how many files the program may have open.
func openFiles() int {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		panic(err)
	}
	return int(limit.Cur)
}
