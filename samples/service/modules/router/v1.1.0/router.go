// Package router answers requests by method and path.
package router

import (
	"net/http"

	"example.com/paths"
)

// Handler answers a request; values are what parts of the pattern in braces stand for.
type Handler func(w http.ResponseWriter, request *http.Request, values map[string]string)

type route struct {
	method, pattern string
	handler         Handler
}

// Router is an http.Handler; of several patterns that match, the first one counts.
type Router struct {
	routes []route
}

// New gives a router that knows nothing yet.
func New() *Router { return &Router{} }

// Handle adds a pattern such as /notes/{id}.
func (r *Router) Handle(method, pattern string, handler Handler) {
	r.routes = append(r.routes, route{method, pattern, handler})
}

func (r *Router) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	known := false
	for _, route := range r.routes {
		values, ok := paths.Match(route.pattern, request.URL.Path)
		if ok && route.method == request.Method {
			route.handler(w, request, values)
			return
		}
		known = known || ok
	}
	if known {
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	http.NotFound(w, request)
}
