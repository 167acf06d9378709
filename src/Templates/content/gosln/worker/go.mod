module example.com/go-name1/worker

go 1.27
