package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCertificateCode(t *testing.T) {
	c := Contract{ID: NewID()}
	code := c.CertificateCode()
	require.Regexp(t, `^[0-9a-f]{4}(-[0-9a-f]{4}){3}$`, code)
	require.NotEqual(t, code, Contract{ID: NewID()}.CertificateCode())
	bare, err := ParseCertificateCode(" " + code[:4] + "－" + code[5:9] + "  " + code[10:])
	require.NoError(t, err)
	require.Len(t, bare, 16)
	for _, wrong := range []string{"", "3f9a", code + "0", "zzzz-zzzz-zzzz-zzzz", c.ID.String()} {
		_, err := ParseCertificateCode(wrong)
		require.Equal(t, ErrNotFound, err, wrong)
	}
}

func TestRegistryOf(t *testing.T) {
	province, city := Registry{"p", "43", Text{"省", "P"}}, Registry{"c", "4303", Text{"市", "C"}}
	all := []Registry{province, city}
	require.Equal(t, city, RegistryOf(all, "430302"))
	require.Equal(t, province, RegistryOf(all, "430102"))
	require.Zero(t, RegistryOf(all, "110108"))
}
