module example.com/yaml

go 1.21

retract v0.3.0 // loses what stands behind a colon
