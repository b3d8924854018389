package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// layers says what each package of ours may use of ours, itself and its folders
// apart. Imports point down only; a package that is not listed fails the test.
var layers = map[string][]string{
	"sanku/domain":                     {},
	"sanku/migrations":                 {},
	"sanku/search/analysis":            {},
	"sanku/search/meaning":             {},
	"sanku/search/meaning/meaningtest": {"sanku/search/meaning"},
	"sanku/search":                     {"sanku/domain", "sanku/search/analysis", "sanku/search/meaning"},
	"sanku/domain/intake":              {"sanku/domain"},
	"sanku/domain/postgres":            {"sanku/domain", "sanku/domain/intake"},
	"sanku/domain/notify":              {"sanku/domain", "sanku/domain/postgres", "sanku/search/analysis"},
	"sanku/domain/postgres/embedded":   {},
	"sanku/domain/postgres/pgtest":     {"sanku/domain/postgres/embedded", "sanku/migrations"},
	"sanku/search/bench":               {"sanku/search", "sanku/search/analysis"},
	"sanku/search/matching":            {"sanku/domain", "sanku/domain/postgres", "sanku/search", "sanku/search/analysis", "sanku/search/meaning"},
	"sanku/seeds":                      {"sanku/domain", "sanku/domain/intake", "sanku/domain/postgres"},
	"sanku/api":                        {"sanku/api/workbench", "sanku/domain", "sanku/domain/intake", "sanku/domain/postgres", "sanku/search", "sanku/search/matching"},
	"sanku/api/workbench/chromium":     {},
	"sanku/api/workbench":              {"sanku/domain", "sanku/domain/intake", "sanku/domain/postgres", "sanku/search", "sanku/search/matching"},
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

func TestImportsPointDown(t *testing.T) {
	for _, p := range ourPackages(t) {
		if p.ImportPath == "sanku/cmd/sanku" {
			continue // the top: it may use everything
		}
		allowed, known := layers[p.ImportPath]
		if !known {
			t.Errorf("%s has no place in the layers", p.ImportPath)
		}
		for _, path := range p.Imports {
			if strings.HasPrefix(path, "sanku/") && !slices.Contains(allowed, path) {
				t.Errorf("%s imports %s", p.ImportPath, path)
			}
			standard := !strings.Contains(strings.Split(path, "/")[0], ".")
			if p.ImportPath == "sanku/domain" && (!standard || strings.HasPrefix(path, "sanku/")) {
				t.Errorf("sanku/domain imports %s: it uses the standard library only", path)
			}
		}
	}
}

func ourPackages(t *testing.T) (packages []goPackage) {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "sanku/...").Output()
	require.NoError(t, err)
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return packages
		}
		require.NoError(t, err)
		packages = append(packages, p)
	}
}
