package main

import (
	_ "embed"
	"fmt"

	"github.com/stretchr/testify/require"
)

//go:embed testdata/look.js
var lookScript string

// look looks over the page that a person has come to.
func (p *person) look() {
	p.Helper()
	for _, fault := range read[[]string](p, fmt.Sprintf("(%s)()", lookScript)) {
		p.Errorf("%s at %s: %s", p.login, p.at(), fault)
	}
	for _, said := range p.heard.Take() {
		if p.status < 400 || said != refusedByServer(p.status) {
			p.Errorf("%s at %s: %s", p.login, p.at(), said)
		}
	}
}

// refusedByServer is what the browser's log says of a page with a status above 399.
func refusedByServer(status int64) string {
	return fmt.Sprintf("log: Failed to load resource: the server responded with a status of %d ()", status)
}

var _ = require.True
