// Command http runs a JSON server and a client that talk over loopback.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

type item struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

type store struct {
	mu    sync.Mutex
	items []item
}

func (s *store) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /items", func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(s.items)
	})
	mux.HandleFunc("POST /items", func(w http.ResponseWriter, r *http.Request) {
		var in item
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		in.ID = len(s.items) + 1
		s.items = append(s.items, in)
		w.WriteHeader(http.StatusCreated)
		json.NewEncoder(w).Encode(in)
	})
	mux.HandleFunc("GET /items/{id}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "item %s", r.PathValue("id"))
	})
	return mux
}

func post(client *http.Client, url, body string) (int, string) {
	response, err := client.Post(url, "application/json", bytes.NewBufferString(body))
	return read(response, err)
}

func get(client *http.Client, url string) (int, string) {
	response, err := client.Get(url)
	return read(response, err)
}

func read(response *http.Response, err error) (int, string) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return response.StatusCode, string(bytes.TrimSpace(text))
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	server := &http.Server{Handler: (&store{}).routes(), ReadTimeout: 10 * time.Second}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(listener) }()

	base := "http://" + listener.Addr().String()
	client := &http.Client{Timeout: 10 * time.Second}
	for _, name := range []string{"anvil", "bellows"} {
		fmt.Println(post(client, base+"/items", fmt.Sprintf(`{"name":%q}`, name)))
	}
	fmt.Println(post(client, base+"/items", `{"name":`))
	fmt.Println(get(client, base+"/items"))
	fmt.Println(get(client, base+"/items/7"))
	fmt.Println(get(client, base+"/nothing"))

	var group sync.WaitGroup
	codes := make([]int, 20)
	for i := range codes {
		group.Go(func() { codes[i], _ = get(client, base+"/items") })
	}
	group.Wait()
	good := 0
	for _, c := range codes {
		if c == http.StatusOK {
			good++
		}
	}
	fmt.Println("parallel:", good)

	// Connections that were dialled but never used would keep the server waiting.
	client.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	fmt.Println("shutdown:", server.Shutdown(ctx), <-stopped)
}
