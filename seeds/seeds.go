// Package seeds holds the data that Sanku starts with, as files: the city's plan, the
// reference lists, rules of law, the weights of matching and the sample data; and loads it.
package seeds

import (
	"embed"
	"io/fs"
)

//go:embed plan law contracts dockings activities sample
var files embed.FS

// PlanFiles is the folder of the plan that Sanku was made for.
func PlanFiles() fs.FS { return sub("plan") }

// SampleFiles is the folder of the sample data.
func SampleFiles() fs.FS { return sub("sample") }

func sub(dir string) fs.FS {
	f, err := fs.Sub(files, dir)
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return f
}
