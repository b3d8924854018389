package workbench

import (
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"strings"

	"sanku/domain"
)

// choice asks for one of a set by a list to open; blank is allowed.
func (f *form) choice(to *string, name, zh, en string, among domain.Terms) *field {
	return f.oneOf("select", to, name, zh, en, among)
}

// radio asks for one of a small set, all in view.
func (f *form) radio(to *string, name, zh, en string, among domain.Terms) *field {
	return f.oneOf("radio", to, name, zh, en, among)
}

func (f *form) oneOf(kind string, to *string, name, zh, en string, among domain.Terms) *field {
	d := f.text(to, name, zh, en)
	d.Kind = kind
	if d.current != "" {
		d.now = among.Name(d.current).In(f.v.lang)
	}
	d.options(among, *to)
	if *to != "" && !among.Has(*to) {
		d.refused = domain.Invalid(name, "请从列表中选择", "choose from the list")
	}
	return d
}

// boxes asks for any of a set.
func (f *form) boxes(to *[]string, name, zh, en string, among domain.Terms) *field {
	d, sent := f.field("boxes", name, zh, en, strings.Join(*to, "\n"))
	var names []string
	for _, code := range *to {
		names = append(names, among.Name(code).In(f.v.lang))
	}
	d.now = strings.Join(names, f.v.say("、", ", "))
	if sent {
		*to = f.sent[name]
	}
	d.Values = append([]string{}, *to...)
	d.options(among, *to...)
	if slices.ContainsFunc(*to, func(code string) bool { return !among.Has(code) }) {
		d.refused = domain.Invalid(name, "请从列表中选择", "choose from the list")
	}
	return d
}

// tick asks for yes by a box.
func (f *form) tick(to *bool, name, zh, en string) *field {
	current := map[bool]string{true: "1"}[*to]
	d, sent := f.field("tick", name, zh, en, current)
	d.now = map[bool]string{true: f.v.say("是", "yes"), false: f.v.say("否", "no")}[*to]
	if sent {
		*to = d.Value == "1"
	}
	return d
}

func (d *field) options(among domain.Terms, on ...string) {
	for _, t := range among {
		d.Options = append(d.Options, option{t.Code, t.Name.In(d.f.v.lang), slices.Contains(on, t.Code)})
	}
}

// sentFile is a file as it was sent; the zero value is none.
type sentFile struct {
	Name    string
	Content []byte
}

// file asks for a file of at most domain.MaxAttachment bytes: the route's limit is to be
// maxUpload. accept are the endings that the browser offers: ".pdf,.docx".
func (f *form) file(to *sentFile, name, zh, en, accept string) *field {
	d, sent := f.field("file", name, zh, en, "")
	d.Accept, f.Upload, d.Value = accept, true, ""
	if !sent || f.v.r.MultipartForm == nil || len(f.v.r.MultipartForm.File[name]) == 0 {
		return d
	}
	header := f.v.r.MultipartForm.File[name][0]
	content, err := header.Open()
	if err == nil {
		defer content.Close()
		to.Name = header.Filename
		to.Content, err = io.ReadAll(content)
	}
	if err != nil {
		d.refused = domain.Invalid(name, "文件没有读到，请重新选择", "the file was not received: choose it again")
	}
	d.now = to.Name
	f.files += fmt.Sprintf("%x %s\n", sha256.Sum256(to.Content), to.Name)
	return d
}
