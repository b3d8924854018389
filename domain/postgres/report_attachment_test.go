package postgres_test

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func TestAttachments(t *testing.T) {
	r, ctx := openReporting(t), t.Context()
	made := r.reported(t, r.spend("20"))
	content := []byte("%PDF-1.7\n示例")
	a, err := r.Attach(ctx, r.colleague, made.ID, `..\统计"报表.pdf`, content)
	require.NoError(t, err)
	want := domain.Attachment{File: domain.File{ID: a.ID, Name: "统计报表.pdf", Type: "application/pdf", Size: int64(len(content)), SHA256: sha256.Sum256(content)}, ReportID: made.ID, AddedBy: r.colleague.UserID, CreatedAt: r.now}
	require.Equal(t, want, a)
	listed, err := r.Attachments(ctx, r.liaison, made.ID)
	require.NoError(t, err)
	require.Equal(t, []domain.Attachment{want}, listed)
	got, err := r.Attachment(ctx, r.clerk, made.ID, a.ID)
	require.NoError(t, err)
	want.Content = content
	require.Equal(t, want, got)
	read, err := r.Report(ctx, r.liaison, made.ID)
	require.NoError(t, err)
	require.Equal(t, int64(2), read.Version, "who approves sees what has changed")

	other := r.spend("20")
	other.Period = domain.QuarterPeriod(2026, 2)
	other = r.reported(t, other)
	for _, actor := range []domain.Actor{r.other, {}} {
		_, err = r.Attach(ctx, actor, made.ID, "a.pdf", content)
		require.ErrorIs(t, err, domain.ErrNotFound)
		_, err = r.Attachment(ctx, actor, made.ID, a.ID)
		require.ErrorIs(t, err, domain.ErrNotFound)
		require.ErrorIs(t, r.Detach(ctx, actor, made.ID, a.ID), domain.ErrNotFound)
	}
	_, err = r.Attachment(ctx, r.clerk, other.ID, a.ID)
	require.ErrorIs(t, err, domain.ErrNotFound, "it is of another report")
	require.ErrorIs(t, r.Detach(ctx, r.liaison, other.ID, a.ID), domain.ErrNotFound)

	read = r.lead(t, read, "submit")
	_, err = r.Attach(ctx, r.liaison, made.ID, "a.pdf", content)
	require.ErrorIs(t, err, domain.ErrConflict)
	require.ErrorIs(t, r.Detach(ctx, r.liaison, made.ID, a.ID), domain.ErrConflict)
	r.lead(t, read, "return")
	require.NoError(t, r.Detach(ctx, r.liaison, made.ID, a.ID))
	listed, err = r.Attachments(ctx, r.liaison, made.ID)
	require.NoError(t, err)
	require.Empty(t, listed)
}

func TestAttachmentsAreBounded(t *testing.T) {
	r := openReporting(t)
	made := r.reported(t, r.spend("20"))
	errs := race(12, func(i int) error {
		_, err := r.Attach(t.Context(), r.liaison, made.ID, fmt.Sprintf("%d.csv", i), []byte("区域,数值\n"))
		return err
	})
	require.Equal(t, domain.MaxAttachments, succeeded(errs), "%v", errs)
}
