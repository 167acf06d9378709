package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestRoutes(t *testing.T) {
	for _, c := range []struct {
		method, path string
		status       int
		body         string
	}{
		{"GET", "/healthz", http.StatusOK, `{"status":"ok","version":"` + version + `"}` + "\n"},
		{"GET", "/hello/Go", http.StatusOK, `{"message":"Hello, Go!"}` + "\n"},
		{"POST", "/hello/Go", http.StatusMethodNotAllowed, "Method Not Allowed\n"},
		{"GET", "/nothing", http.StatusNotFound, "404 page not found\n"},
	} {
		recorder := httptest.NewRecorder()
		routes().ServeHTTP(recorder, httptest.NewRequest(c.method, c.path, nil))
		if recorder.Code != c.status || recorder.Body.String() != c.body {
			t.Errorf("%s %s: %d %q, want %d %q", c.method, c.path, recorder.Code, recorder.Body, c.status, c.body)
		}
	}
}

func TestRunStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if err := run(ctx, "127.0.0.1:0"); err != nil {
		t.Error(err)
	}
}
