package api

import (
	"context"
	"net/http"
	"strings"

	"golang.org/x/text/language"

	"sanku/domain"
)

// request is what is known of one request while it is answered.
type request struct {
	id      string
	lang    string // "zh" or "en"
	actor   domain.Actor
	session bool   // signed in by cookie rather than by token
	route   string // id of the operation; empty when none answers
	table   bool   // a list is wanted whole, as CSV or XLSX
}

type requestKey struct{}

// requestOf returns what is known of the request that ctx belongs to; work outside
// a request is the public's, in Chinese.
func requestOf(ctx context.Context) *request {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		return r
	}
	return &request{lang: "zh"}
}

func withRequest(r *http.Request, known *request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), requestKey{}, known))
}

// actorOf returns who acts in ctx: the zero Actor, the public, when nobody signed in.
func actorOf(ctx context.Context) domain.Actor { return requestOf(ctx).actor }

// languageOf picks the language of the answer: Chinese unless English is preferred.
func languageOf(accept string) string {
	if len(accept) > 200 || strings.TrimSpace(accept) == "" {
		return "zh"
	}
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return "zh"
	}
	for _, tag := range tags {
		base, _ := tag.Base()
		switch base.String() {
		case "zh":
			return "zh"
		case "en":
			return "en"
		}
	}
	return "zh"
}
