package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"sanku/domain"
)

// Problem is the answer to a request that failed (RFC 9457). It never holds what
// the caller submitted nor the internal cause.
type Problem struct {
	Type     string       `json:"type" example:"urn:sanku:problem:invalid" doc:"What went wrong, for programs."`
	Title    string       `json:"title" doc:"What went wrong, for people."`
	Status   int          `json:"status" example:"422"`
	Detail   string       `json:"detail,omitempty" doc:"What went wrong this time."`
	Instance string       `json:"instance,omitempty" example:"urn:uuid:0193…" doc:"The request; quote it when you ask for help."`
	Errors   []FieldError `json:"errors,omitempty" doc:"What is wrong with each field."`

	header http.Header
}

// FieldError says what is wrong with one field.
type FieldError struct {
	Field  string `json:"field" example:"targets[0].unit" doc:"Path of the field as submitted."`
	Reason string `json:"reason"`
}

// Error implements error.
func (p *Problem) Error() string { return p.Type + ": " + p.Detail }

// GetStatus is the HTTP status, as huma asks for it.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders are further headers of the answer, as huma asks for them.
func (p *Problem) GetHeaders() http.Header { return p.header }

// ContentType makes the answer a problem in whichever format was asked for.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// problemOf turns err into the problem to answer with. Whatever is not known is an
// internal error, of which the caller learns nothing but the request's number.
func problemOf(req *request, err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		p.Instance = instance(req)
		return p
	}
	k := kindOf(err)
	p = k.problem(req)
	var invalid domain.InvalidErrors
	var conflict domain.ConflictError
	switch {
	case errors.As(err, &invalid):
		p.Errors = fieldErrors(req.lang, invalid)
		p.Detail = domain.Text{ZH: fmt.Sprintf("有 %d 处需要更正", len(invalid)), EN: fmt.Sprintf("%d to correct", len(invalid))}.In(req.lang)
	case errors.As(err, &conflict):
		p.Detail = conflict.Reason.In(req.lang)
	}
	var wait interface{ RetryAfter() time.Duration }
	if errors.As(err, &wait) {
		p.header = http.Header{"Retry-After": {strconv.Itoa(int(wait.RetryAfter().Seconds()) + 1)}}
	}
	return p
}

func fieldErrors(lang string, invalid domain.InvalidErrors) []FieldError {
	out := make([]FieldError, len(invalid))
	for i, e := range invalid {
		out[i] = FieldError{Field: asSubmitted(e.Field), Reason: e.Reason.In(lang)}
	}
	return out
}

func instance(req *request) string {
	if req.id == "" {
		return ""
	}
	return "urn:uuid:" + req.id
}

// writeProblem answers a request that no operation answers.
func writeProblem(w http.ResponseWriter, r *http.Request, k kind) {
	p := k.problem(requestOf(r.Context()))
	for name, values := range p.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client has gone when this fails
}
