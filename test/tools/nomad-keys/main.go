// Prints what an agent's configuration may hold, as Nomad's own source says it: a line for each key, with its type.
// The keys are the `hcl` and `mapstructure` tags of the structs below command/agent's Config; those of the built-in
// drivers are the hclspec of each. Nothing of the source is compiled or run.
//
//	go run . FOLDER      a release's source, such as the folder that `go mod download` names
package main

import (
	"fmt"
	"os"
	"sort"
)

// Drivers that are built in, by their names in a `plugin` block, with the folders of their source.
var drivers = map[string]string{
	"docker": "docker", "exec": "exec", "java": "java", "qemu": "qemu", "raw_exec": "rawexec",
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run . FOLDER")
		os.Exit(2)
	}
	source := &source{root: os.Args[1], packages: map[string]*sourcePackage{}}
	keys := map[string]string{}
	collectStruct(source, "command/agent", "Config", "", keys)
	for driver, folder := range drivers {
		collectDriver(source, "drivers/"+folder, "plugin."+driver+".config", keys)
	}
	for _, key := range sorted(keys) {
		fmt.Printf("%s %s\n", key, keys[key])
	}
}

func sorted(keys map[string]string) []string {
	names := make([]string, 0, len(keys))
	for name := range keys {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
