package postgres

import (
	"context"
	"crypto/sha256"
	"time"

	"sanku/domain"
)

type attachmentRow struct {
	ID        domain.ID `gorm:"column:id;primaryKey"`
	ReportID  domain.ID `gorm:"column:report_id"`
	Name      string    `gorm:"column:name"`
	Type      string    `gorm:"column:type"`
	Size      int64     `gorm:"column:size"`
	SHA256    []byte    `gorm:"column:sha256"`
	Content   []byte    `gorm:"column:content"`
	AddedBy   domain.ID `gorm:"column:added_by"`
	CreatedAt time.Time `gorm:"column:created_at"`
}

func (attachmentRow) TableName() string { return "report_attachments" }

func (r attachmentRow) domain() domain.Attachment {
	a := domain.Attachment{ID: r.ID, ReportID: r.ReportID, Name: r.Name, Type: r.Type, Size: r.Size, AddedBy: r.AddedBy, CreatedAt: r.CreatedAt.UTC()}
	copy(a.SHA256[:], r.SHA256)
	return a
}

// Attach adds a file to a report that may still be changed. Errors: ErrNotFound,
// ErrForbidden, InvalidErrors, a ConflictError when the report has been handed in or has
// domain.MaxAttachments files.
func (db *DB) Attach(ctx context.Context, actor domain.Actor, report domain.ID, name string, content []byte) (domain.Attachment, error) {
	a, err := domain.NewAttachment(name, content)
	if err != nil {
		return domain.Attachment{}, err
	}
	a.ID, a.ReportID, a.SHA256, a.AddedBy = domain.NewID(), report, sha256.Sum256(content), actor.UserID
	_, err = db.changeReport(ctx, actor, report, 0, "attach", func(t *tx, r *domain.Report) error {
		if !r.Editable() {
			return errHandedIn
		}
		var n int64
		if err := t.Model(&attachmentRow{}).Where("report_id = ?", report).Count(&n).Error; err != nil {
			return err
		}
		if n >= domain.MaxAttachments {
			return domain.Conflict("附件不超过 10 个", "the report has ten attachments already")
		}
		a.CreatedAt = t.now
		row := attachmentRow{a.ID, report, a.Name, a.Type, a.Size, a.SHA256[:], content, a.AddedBy, a.CreatedAt}
		return t.Create(&row).Error
	})
	return a, err
}

var errHandedIn = domain.Conflict("报告已提交，附件不能改动", "the report has been submitted and its attachments stay")

// Detach removes a file from a report that may still be changed. Errors as Attach.
func (db *DB) Detach(ctx context.Context, actor domain.Actor, report, id domain.ID) error {
	_, err := db.changeReport(ctx, actor, report, 0, "detach", func(t *tx, r *domain.Report) error {
		if !r.Editable() {
			return errHandedIn
		}
		done := t.Where("report_id = ? AND id = ?", report, id).Delete(&attachmentRow{})
		if done.Error == nil && done.RowsAffected == 0 {
			return domain.ErrNotFound
		}
		return done.Error
	})
	return err
}

// Attachments lists the files of a report that actor may read, without their content.
func (db *DB) Attachments(ctx context.Context, actor domain.Actor, report domain.ID) ([]domain.Attachment, error) {
	if _, err := db.Report(ctx, actor, report); err != nil {
		return nil, err
	}
	var rows []attachmentRow
	err := db.read(ctx).Omit("content").Where("report_id = ?", report).Order("id").Find(&rows).Error
	return domains(rows, attachmentRow.domain), translate(err)
}

// AttachmentContent returns one file of a report that actor may read.
func (db *DB) AttachmentContent(ctx context.Context, actor domain.Actor, report, id domain.ID) (domain.Attachment, []byte, error) {
	if _, err := db.Report(ctx, actor, report); err != nil {
		return domain.Attachment{}, nil, err
	}
	var row attachmentRow
	err := db.read(ctx).Where("report_id = ? AND id = ?", report, id).Take(&row).Error
	return row.domain(), row.Content, translate(err)
}
