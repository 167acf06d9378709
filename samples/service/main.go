// A web service whose router, command line and configuration are modules of others.
package main

import (
	_ "embed"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"

	"example.com/flags"
	"example.com/router"
	"example.com/yaml"
)

//go:embed service.yaml
var builtIn string

func main() {
	line, err := flags.Parse(os.Args[1:], "config", "address")
	check(err)
	text := builtIn
	if file := line.Text("config", ""); file != "" {
		content, err := os.ReadFile(file)
		check(err)
		text = string(content)
	}
	config, err := yaml.Parse(text)
	check(err)
	listener, err := net.Listen("tcp", line.Text("address", "127.0.0.1:0"))
	check(err)
	server := &http.Server{Handler: service(config)}
	if strings.Join(line.Command, " ") == "serve" {
		fmt.Println("listening on", listener.Addr())
		check(server.Serve(listener))
	}
	go server.Serve(listener)
	for _, path := range []string{"/", "/notes/first", "/notes/third", "/notes", "/elsewhere"} {
		ask(listener.Addr(), path)
	}
	check(server.Close())
}

func service(config *yaml.Node) http.Handler {
	routes := router.New()
	routes.Handle("GET", "/", func(w http.ResponseWriter, _ *http.Request, _ map[string]string) {
		fmt.Fprintf(w, "%s: %s (%d tags)", config.Get("name").Text, config.Get("greeting").Text, len(config.Get("tags").Items))
	})
	routes.Handle("POST", "/notes", func(w http.ResponseWriter, _ *http.Request, _ map[string]string) {
		w.WriteHeader(http.StatusCreated)
	})
	routes.Handle("GET", "/notes/{name}", func(w http.ResponseWriter, _ *http.Request, values map[string]string) {
		if note := config.Get("notes", values["name"]); note != nil {
			fmt.Fprint(w, note.Text)
			return
		}
		http.Error(w, "no such note", http.StatusNotFound)
	})
	return routes
}

func ask(address net.Addr, path string) {
	response, err := http.Get("http://" + address.String() + path)
	check(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	check(err)
	fmt.Printf("GET %s: %d %s\n", path, response.StatusCode, strings.TrimSpace(string(body)))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "service:", err)
		os.Exit(1)
	}
}
