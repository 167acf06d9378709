module example.com/service

go 1.27

require (
	example.com/flags v1.2.0
	example.com/router v1.1.0
	example.com/yaml v0.3.1
)

require example.com/paths v0.2.0 // indirect
