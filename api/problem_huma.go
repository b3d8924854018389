package api

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"sanku/domain"
)

// installProblems makes huma, whose constructor of errors is a variable of its
// package, answer with our problems: its own echo submitted values and pass causes on.
var installProblems = sync.OnceFunc(func() {
	huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
		req := &request{lang: "zh"}
		if ctx != nil {
			req = requestOf(ctx.Context())
			if message == "request body is required" && takesFile(ctx.Operation()) {
				return problemOf(req, domain.Invalid("file", "没有文件，或文件是空的", "is missing or empty"))
			}
		}
		return problemOfHuma(req, status, errs)
	}
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		return problemOfHuma(&request{lang: "zh"}, status, errs)
	}
})

// takesFile reports whether the body of an operation is a file.
func takesFile(op *huma.Operation) bool {
	return op.RequestBody != nil && op.RequestBody.Content["application/octet-stream"] != nil
}

// maxFieldErrors bounds the findings that an answer lists: a body of nothing but
// unknown fields would otherwise make the answer larger than itself.
const maxFieldErrors = 100

func problemOfHuma(req *request, status int, errs []error) *Problem {
	var fields []FieldError
	for _, err := range errs {
		var detail *huma.ErrorDetail
		if !errors.As(err, &detail) {
			return problemOf(req, err)
		}
		if strings.Contains(detail.Message, "request body too large") {
			return tooLarge.problem(req)
		}
		fields = append(fields, fieldErrorOf(req.lang, detail))
	}
	p := kindOfStatus(status).problem(req)
	if p.Status == invalid.status {
		p.Errors = fields[:min(len(fields), maxFieldErrors)]
		p.Detail = domain.Text{ZH: fmt.Sprintf("有 %d 处需要更正", len(fields)), EN: fmt.Sprintf("%d to correct", len(fields))}.In(req.lang)
	}
	return p
}

// fieldErrorOf translates one of huma's findings. Only words from our own table get
// through: huma's may hold the submitted value.
func fieldErrorOf(lang string, d *huma.ErrorDetail) FieldError {
	field := fieldPath(d.Location)
	for _, w := range humaWords {
		m := w.match.FindStringSubmatch(d.Message)
		if m == nil {
			continue
		}
		if w.property {
			field, m = strings.TrimPrefix(field+"."+m[1], "."), m[:1]
		}
		return FieldError{Field: field, Reason: fill(w.words.In(lang), m[1:])}
	}
	return FieldError{Field: field, Reason: domain.Text{ZH: "内容无效", EN: "is not valid"}.In(lang)}
}

var fieldPattern = regexp.MustCompile(`^[A-Za-z0-9_.\[\]-]{1,120}$`)

// fieldPath is huma's location as our callers know it: without "body." and the like.
func fieldPath(location string) string {
	in, field, _ := strings.Cut(location, ".")
	if !slices.Contains([]string{"body", "query", "path", "header", "form"}, in) {
		field = location
	}
	if !fieldPattern.MatchString(field) {
		return ""
	}
	return field
}

func fill(words string, args []string) string {
	for i, arg := range args {
		words = strings.ReplaceAll(words, fmt.Sprintf("{%d}", i+1), arg)
	}
	return words
}
