package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

type attachmentRow struct {
	FileColumns
	ReportID  domain.ID `gorm:"column:report_id"`
	AddedBy   domain.ID `gorm:"column:added_by"`
	CreatedAt time.Time `gorm:"column:created_at"`
}

func (attachmentRow) TableName() string { return "report_attachments" }

func (r attachmentRow) domain() domain.Attachment {
	return domain.Attachment{File: r.file(), ReportID: r.ReportID, AddedBy: r.AddedBy, CreatedAt: r.CreatedAt.UTC()}
}

// Attach adds a file to a report that may still be changed. Errors: ErrNotFound,
// ErrForbidden, InvalidErrors, a ConflictError when the report has been handed in or has
// domain.MaxAttachments files.
func (db *DB) Attach(ctx context.Context, actor domain.Actor, report domain.ID, name string, content []byte) (domain.Attachment, error) {
	f, err := domain.NewFile(name, content)
	if err != nil {
		return domain.Attachment{}, err
	}
	row := attachmentRow{FileColumns: fileColumns(f), ReportID: report, AddedBy: actor.UserID}
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
		row.CreatedAt = t.now
		return t.Create(&row).Error
	})
	row.Content = nil
	return row.domain(), err
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

// Attachment returns one file of a report that actor may read, with its content.
func (db *DB) Attachment(ctx context.Context, actor domain.Actor, report, id domain.ID) (domain.Attachment, error) {
	if _, err := db.Report(ctx, actor, report); err != nil {
		return domain.Attachment{}, err
	}
	var row attachmentRow
	err := db.read(ctx).Where("report_id = ? AND id = ?", report, id).Take(&row).Error
	return row.domain(), translate(err)
}
