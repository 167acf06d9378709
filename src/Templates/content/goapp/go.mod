module example.com/go-name1

go 1.27
