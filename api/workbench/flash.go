package workbench

import (
	"net/http"
	"net/url"
)

// flashCookie holds what the next page says once: that something was saved.
const flashCookie = "sanku_said"

// flash has the next page say something once.
func (v *visit) flash(text string) {
	if text == "" {
		return
	}
	http.SetCookie(v.w, &http.Cookie{Name: flashCookie, Value: url.QueryEscape(text), Path: "/", MaxAge: 60, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// flashed is what the page before wanted to be said; it is said once.
func (v *visit) flashed() string {
	c, err := v.r.Cookie(flashCookie)
	if err != nil {
		return ""
	}
	http.SetCookie(v.w, &http.Cookie{Name: flashCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	text, err := url.QueryUnescape(c.Value)
	if err != nil || len([]rune(text)) > 200 {
		return ""
	}
	return text
}
