package workbench

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"

	"sanku/domain"
)

//go:embed templates/*.html assets/*.css
var files embed.FS

// pages are the templates by language and name.
type pages map[string]map[string]*template.Template

// parsePages reads every page with the layout, once for each language: in a template,
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
		for _, name := range []string{"login", "error", "needs", "dossier", "notices", "unmet", "plan", "indicator", "bulletins", "bulletin",
			"certificate", "certificates", "statistics", "contracts", "estimate", "incentives"} {
			t, err := template.New(name).Funcs(funcs).ParseFS(files, "templates/layout.html", "templates/parts.html", "templates/charts.html", "templates/"+name+".html")
			if err != nil {
				return nil, err
			}
			all[lang][name] = t
		}
	}
	return all, nil
}

// asset is a file that never changes under its path, which has the hash in it.
type asset struct {
	path    string
	content []byte
}

// readAsset reads the files named, one after the other, as one under the first name.
func readAsset(names ...string) (asset, error) {
	var content []byte
	for _, name := range names {
		part, err := files.ReadFile("assets/" + name)
		if err != nil {
			return asset{}, err
		}
		content = append(content, part...)
	}
	sum := sha256.Sum256(content)
	return asset{"/assets/" + hex.EncodeToString(sum[:6]) + "/" + names[0], content}, nil
}

func (a asset) serve(v *visit) error {
	h := v.w.Header()
	h.Set("Content-Type", "text/css; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = v.w.Write(a.content) // the client has gone when this fails
	return nil
}
