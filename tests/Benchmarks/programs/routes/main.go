// A router of paths: a tree of segments with parameters, middleware as closures, requests as small structs.
package main

import (
	"fmt"
	"strconv"
	"strings"
)

type request struct {
	method, path string
	parameters   map[string]string
	user         string
}

type response struct {
	status int
	body   []byte
}

type handler func(*request) response

type segment struct {
	children  map[string]*segment
	parameter *segment
	name      string
	handlers  map[string]handler
}

type router struct {
	root       segment
	middleware []func(handler) handler
}

func (r *router) handle(method, pattern string, h handler) {
	at := &r.root
	for part := range strings.SplitSeq(strings.Trim(pattern, "/"), "/") {
		if name, ok := strings.CutPrefix(part, ":"); ok {
			if at.parameter == nil {
				at.parameter = &segment{name: name}
			}
			at = at.parameter
			continue
		}
		if at.children == nil {
			at.children = map[string]*segment{}
		}
		if at.children[part] == nil {
			at.children[part] = &segment{}
		}
		at = at.children[part]
	}
	for i := len(r.middleware) - 1; i >= 0; i-- {
		h = r.middleware[i](h)
	}
	if at.handlers == nil {
		at.handlers = map[string]handler{}
	}
	at.handlers[method] = h
}

func (r *router) serve(q *request) response {
	at := &r.root
	path := strings.Trim(q.path, "/")
	for path != "" {
		part, rest, _ := strings.Cut(path, "/")
		path = rest
		if next := at.children[part]; next != nil {
			at = next
		} else if at.parameter != nil {
			at = at.parameter
			if q.parameters == nil {
				q.parameters = make(map[string]string, 2)
			}
			q.parameters[at.name] = part
		} else {
			return response{status: 404}
		}
	}
	if h := at.handlers[q.method]; h != nil {
		return h(q)
	}
	return response{status: 405}
}

func main() {
	served := map[int]int{}
	var r router
	r.middleware = append(r.middleware, func(next handler) handler {
		return func(q *request) response {
			a := next(q)
			served[a.status]++
			return a
		}
	}, func(next handler) handler {
		return func(q *request) response {
			if q.user == "" && q.method != "GET" {
				return response{status: 401}
			}
			return next(q)
		}
	})
	number := func(q *request, name string) int {
		n, _ := strconv.Atoi(q.parameters[name])
		return n
	}
	r.handle("GET", "/", func(*request) response { return response{200, []byte("index")} })
	r.handle("GET", "/items/:id", func(q *request) response {
		return response{200, strconv.AppendInt(nil, int64(number(q, "id")*2), 10)}
	})
	r.handle("POST", "/items/:id/parts/:part", func(q *request) response {
		return response{201, append(strconv.AppendQuote(nil, q.parameters["part"]), byte('0'+number(q, "id")%10))}
	})
	r.handle("GET", "/users/:name/posts", func(q *request) response { return response{200, []byte(strings.ToUpper(q.parameters["name"]))} })
	r.handle("DELETE", "/users/:name", func(q *request) response { return response{status: 204} })
	size, sum := 0, 0
	for i := range 400_000 {
		q := &request{method: "GET"}
		switch i % 7 {
		case 0:
			q.path = "/"
		case 1, 2:
			q.path = "/items/" + strconv.Itoa(i)
		case 3:
			q.method, q.path, q.user = "POST", "/items/"+strconv.Itoa(i&255)+"/parts/wheel", "ann"
		case 4:
			q.path = "/users/berta/posts/"
		case 5:
			q.method, q.path = "DELETE", "/users/carl"
		default:
			q.path = "/nowhere/at/all"
		}
		a := r.serve(q)
		size += len(a.body)
		for _, b := range a.body {
			sum = sum*31 + int(b)
		}
		sum += a.status
	}
	fmt.Println(size, sum, served)
}
