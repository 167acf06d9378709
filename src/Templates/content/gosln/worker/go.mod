module example.com/goname1/worker

go 1.27
