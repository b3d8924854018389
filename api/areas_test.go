package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDirectories(t *testing.T) {
	s := newServer(t)
	s.addIndustries()
	for path, want := range map[string]string{
		"/areas":      `{"code":"yuhu","zh":"雨湖区","en":"Yuhu","kind":"district","division":"430302"}`,
		"/units":      `{"code":"gxj","zh":"市工信局","en":"Industry bureau"}`,
		"/industries": `{"code":"C","zh":"制造业","en":""}`,
	} {
		got := s.must(http.StatusOK, caller{}, "GET", path, "")
		require.JSONEq(t, want, encode(t, got.items()[0]), path)
	}
}

func TestTermsHaveNames(t *testing.T) {
	s := newServer(t)
	got := s.must(http.StatusOK, caller{}, "GET", "/terms", "")
	require.Len(t, got.items(), len(closedSets))
	for _, set := range got.items() {
		require.NotEmpty(t, set["terms"], set["set"])
		for _, term := range set["terms"].([]any) {
			for _, part := range []string{"code", "zh", "en"} {
				require.NotEmpty(t, term.(map[string]any)[part], "%v: %v", set["set"], term)
			}
		}
	}
}
