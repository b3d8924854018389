package postgres_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// A certificate is had by those who may read the contract, and by whoever holds its
// code; before registration there is none, and after termination it says so.
func TestCertificate(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.giveUSCC(t)
	_, err := d.ReplaceContractRules(ctx, bureau, domain.Rulebook{{Code: "registry", ValidFrom: day(2020, 1, 1),
		Params: domain.RuleParams{Registries: []domain.Registry{{Name: domain.Text{ZH: "示例登记机构", EN: "A registry"}, Divisions: []string{"4303"}, Own: true}}}}})
	require.NoError(t, err)

	c := d.take(t, d.drafted(t), "submit", "precheck")
	_, err = d.Certificate(ctx, d.buyer, c.ID)
	require.ErrorIs(t, err, domain.ErrConflict)
	_, err = d.CertificateByCode(ctx, c.CertificateCode())
	require.Equal(t, domain.ErrNotFound, err)

	c = d.take(t, c, "register")
	made, err := d.Certificate(ctx, d.buyer, c.ID)
	require.NoError(t, err)
	require.Equal(t, "示例登记机构", made.Registry.ZH)
	require.Zero(t, made.Contract.Void())
	_, err = d.Certificate(ctx, d.stranger(t), c.ID)
	require.Equal(t, domain.ErrNotFound, err)

	verified, err := d.CertificateByCode(ctx, strings.ToUpper(made.Code))
	require.NoError(t, err)
	require.Equal(t, made.Contract.RegistryNumber, verified.Contract.RegistryNumber)
	require.Equal(t, made.Contract.Amount, verified.Contract.Amount)
	_, err = d.CertificateByCode(ctx, domain.Contract{ID: domain.NewID()}.CertificateCode())
	require.Equal(t, domain.ErrNotFound, err)

	d.take(t, c, "void")
	verified, err = d.CertificateByCode(ctx, made.Code)
	require.NoError(t, err)
	require.Equal(t, "已作废", verified.Contract.Void().ZH)
}
