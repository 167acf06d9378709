// Stress runs one topic that strains what compiler and runtime agree on: stress TOPIC [SCALE]. It prints "ok", or dies.
package main

import (
	"fmt"
	"os"
	"strconv"
)

var topics = map[string]func(scale int){
	"growth":     growth,
	"frames":     frames,
	"preemption": preemption,
	"callers":    callers,
	"recovery":   recovery,
	"finalizers": finalizers,
	"reflection": reflection,
	"goroutines": goroutines,
	"timers":     timers,
	"network":    network,
}

func main() {
	if len(os.Args) < 2 || topics[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: stress TOPIC [SCALE]")
		os.Exit(2)
	}
	scale := 1
	if len(os.Args) > 2 {
		scale, _ = strconv.Atoi(os.Args[2])
	}
	topics[os.Args[1]](max(scale, 1))
	fmt.Println("ok")
}

func check(holds bool, format string, arguments ...any) {
	if !holds {
		panic(fmt.Sprintf(format, arguments...))
	}
}
