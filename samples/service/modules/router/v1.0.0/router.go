// Package router answers requests by method and path.
package router

import "net/http"

// Router is an http.Handler of fixed paths.
type Router struct {
	handlers map[string]http.HandlerFunc
}

// New gives a router that knows nothing yet.
func New() *Router { return &Router{handlers: map[string]http.HandlerFunc{}} }

// Handle adds a path.
func (r *Router) Handle(method, path string, handler http.HandlerFunc) {
	r.handlers[method+" "+path] = handler
}

func (r *Router) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	if handler, ok := r.handlers[request.Method+" "+request.URL.Path]; ok {
		handler(w, request)
		return
	}
	http.NotFound(w, request)
}
