package workbench_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

// The header calls people by their names. When their session has ended, the sign-in form
// offers who they were; who has signed out is forgotten.
func TestSessionKnowsWhoItWas(t *testing.T) {
	s := newSite(t)
	client := s.signedIn("enterprise")
	u, err := s.db.AccountByLogin(t.Context(), "enterprise")
	require.NoError(t, err)
	require.Contains(t, s.getAs(client, http.StatusOK, "/account"), `<a href="/account">`+u.Name+`</a>`)

	at, err := url.Parse(s.url)
	require.NoError(t, err)
	for _, c := range client.Jar.Cookies(at) {
		if c.Name != "sanku_login" {
			c.MaxAge = -1
			client.Jar.SetCookies(at, []*http.Cookie{c})
		}
	}
	page := s.getAs(client, http.StatusOK, "/home")
	require.Contains(t, page, `name="login" value="enterprise"`)
	require.Regexp(t, `id="password"[^>]* autofocus`, page)

	client = s.signedIn("enterprise")
	response, err := client.PostForm(s.url+"/logout", nil)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Contains(t, s.getAs(client, http.StatusOK, "/login"), `name="login" value=""`)
}
