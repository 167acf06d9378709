module example.com/router

go 1.21

require example.com/paths v0.2.0
