package postgres_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func TestDenialIsAuditedWhateverTheRef(t *testing.T) {
	db := open(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, ref := range []string{"", "a\x00b", "\xff\xfe", strings.Repeat("需", 40)} {
		require.NoError(t, db.Denied(gone, bureau, domain.Read, domain.Needs, ref))
	}
	require.NoError(t, db.LoginFailed(gone, domain.Actor{From: "::1"}, domain.ID{}))
	trail, err := db.AuditTrail(t.Context(), postgres.AuditFilter{Outcome: "denied"}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, trail.Items, 4)
	require.Equal(t, strings.Repeat("需", 33)+"\uFFFD", trail.Items[0].Ref)
}
