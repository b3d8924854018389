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
	named := func(code, zh string, own bool, from, to Date) ContractRule {
		return ContractRule{Code: code, ValidFrom: from, ValidTo: to, Params: RuleParams{Registries: []Registry{{Name: Text{"别处", "elsewhere"}}, {Name: Text{ZH: zh}, Own: own}}}}
	}
	rules := Rulebook{named("registry", "旧机构", true, Date{2020, 1, 1}, Date{2023, 12, 31}), named("registry", "新机构", true, Date{2024, 1, 1}, Date{})}
	require.Equal(t, "旧机构", rules.RegistryOf(Date{2023, 12, 31}).ZH)
	require.Equal(t, "新机构", rules.RegistryOf(Date{2024, 1, 1}).ZH)
	require.Zero(t, rules.RegistryOf(Date{2019, 1, 1}))
}
