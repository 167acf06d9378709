package main

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
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

// network has up to two thousand connections open at once, as many as the limit of open files allows.
func network(scale int) {
	count := min(200*scale, 2000, (openFiles()-50)/2)
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
