module nomad-keys

go 1.24
