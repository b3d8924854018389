package workbench

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"sync"

	"sanku/domain"
)

//go:embed templates assets
var files embed.FS

// pages are the templates by language and name.
type pages map[string]map[string]*template.Template

// embeddedPages are the pages, parsed once for however many workbenches a process makes.
var embeddedPages = sync.OnceValues(parsePages)

// parsePages reads every page of templates with what they share, once for each language: in a template,
// {{t "中文" "English"}} is the one or the other, {{say .Text}} a domain.Text.
func parsePages() (pages, error) {
	all := pages{}
	for _, lang := range []string{"zh", "en"} {
		funcs := template.FuncMap{
			"t": func(zh, en string) string {
				if lang == "en" {
					return en // which may say nothing where the Chinese says something
				}
				return zh
			},
			"say": func(t domain.Text) string { return t.In(lang) },
		}
		all[lang] = map[string]*template.Template{}
		shared, err := template.New("").Funcs(funcs).ParseFS(files, "templates/shared/*.html")
		if err != nil {
			return nil, err
		}
		names, err := fs.Glob(files, "templates/*.html")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			t, err := template.Must(shared.Clone()).ParseFS(files, name)
			if err != nil {
				return nil, err
			}
			all[lang][strings.TrimSuffix(path.Base(name), ".html")] = t
		}
	}
	return all, nil
}

// asset is a file that never changes under its path, which has the hash in it.
type asset struct {
	path    string
	mime    string
	content []byte
}

// readStyle reads every style sheet, in the order of their names, as one.
func readStyle() (asset, error) {
	names, err := fs.Glob(files, "assets/*.css")
	if err != nil {
		return asset{}, err
	}
	var content []byte
	for _, name := range names {
		part, err := files.ReadFile(name)
		if err != nil {
			return asset{}, err
		}
		content = append(content, part...)
	}
	return newAsset("style.css", "text/css", content), nil
}

// readScript reads the one script that pages may load.
func readScript() (asset, error) {
	content, err := files.ReadFile("assets/search.js")
	return newAsset("search.js", "text/javascript", content), err
}

func newAsset(name, mime string, content []byte) asset {
	sum := sha256.Sum256(content)
	return asset{"/assets/" + hex.EncodeToString(sum[:6]) + "/" + name, mime, content}
}

func (a asset) serve(v *visit) error {
	h := v.w.Header()
	h.Set("Content-Type", a.mime+"; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = v.w.Write(a.content) // the client has gone when this fails
	return nil
}
