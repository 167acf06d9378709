module example.com/flags

go 1.21

require example.com/paths v0.1.0
