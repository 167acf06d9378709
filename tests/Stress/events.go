package main

import (
	"io"
	"net"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// timers has thousands of them at work, some stopped and reset.
func timers(scale int) {
	var fired atomic.Int32
	count := 1000 * scale
	var group sync.WaitGroup
	for i := range count {
		group.Add(1)
		t := time.AfterFunc(time.Duration(i%20)*time.Millisecond+time.Hour, func() { fired.Add(1); group.Done() })
		check(t.Stop(), "a timer of an hour has not fired")
		t.Reset(time.Duration(i%20) * time.Millisecond)
	}
	group.Wait()
	check(int(fired.Load()) == count, "%d of %d timers fired", fired.Load(), count)
}

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

// network has up to two thousand connections open at once, as many as the limit of open files allows.
func network(scale int) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		panic(err)
	}
	count := min(200*scale, 2000, (int(limit.Cur)-50)/2)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	defer listener.Close()
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { defer connection.Close(); io.Copy(connection, connection) }()
		}
	}()
	connections := make([]net.Conn, count)
	for i := range connections {
		if connections[i], err = net.Dial("tcp", listener.Addr().String()); err != nil {
			panic(err)
		}
	}
	var group sync.WaitGroup
	for i, c := range connections {
		group.Add(1)
		go func() {
			defer group.Done()
			defer c.Close()
			c.SetDeadline(time.Now().Add(time.Minute))
			sent, got := []byte{byte(i), byte(i >> 8), 3}, make([]byte, 3)
			for range 3 {
				if _, err := c.Write(sent); err != nil {
					panic(err)
				}
				if _, err := io.ReadFull(c, got); err != nil {
					panic(err)
				}
				check(string(sent) == string(got), "an echo came back as %v, sent %v", got, sent)
			}
		}()
	}
	group.Wait()
}
