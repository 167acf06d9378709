module example.com/goname1

go 1.27
