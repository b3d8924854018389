package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
)

// Attachment is a file that goes with a report.
type Attachment struct {
	File
	AddedBy   domain.ID `json:"added_by,omitzero" zh:"上传人"`
	CreatedAt time.Time `json:"created_at" zh:"上传时间"`
}

func attachmentOf(a domain.Attachment) Attachment {
	return Attachment{keptFile(a.File), a.AddedBy, a.CreatedAt}
}

func (a *API) registerAttachments(reports collection) {
	register(a, reports.route(http.MethodGet, "/{id}/attachments", "list-attachments-of", domain.Read, "附件：", "The files of one of the"), a.listAttachments)
	attach := reports.route(http.MethodPost, "/{id}/attachments", "attach-to", "attach", "上传附件：", "Add a file to one of the")
	// A form is a little larger than the file in it.
	attach.status, attach.maxBody, attach.timeout = http.StatusCreated, domain.MaxAttachment+64<<10, uploadTimeout
	register(a, attach, a.attach)
	const path = "/{id}/attachments/{attachment}"
	register(a, reports.route(http.MethodGet, path, "download-attachment-of", domain.Read, "下载附件：", "Download a file of one of the"), a.downloadAttachment)
	detach := reports.route(http.MethodDelete, path, "detach-from", "detach", "删除附件：", "Remove a file of one of the")
	detach.status = http.StatusNoContent
	register(a, detach, a.detach)
}

func (a *API) listAttachments(ctx context.Context, in *Record) (*page[Attachment], error) {
	found, err := a.db.Attachments(ctx, actorOf(ctx), in.ID)
	return every(found, attachmentOf), err
}

type attach struct {
	Record
	RawBody     []byte
	ContentType string `header:"Content-Type"`
	Name        string `query:"name" maxLength:"300" zh:"文件名" doc:"Of a file sent as the body itself."`
}

func (a *API) attach(ctx context.Context, in *attach) (*body[Attachment], error) {
	name, data, err := fileOf(in.ContentType, in.Name, in.RawBody)
	if err != nil {
		return nil, err
	}
	added, err := a.db.Attach(ctx, actorOf(ctx), in.ID, name, data)
	return &body[Attachment]{attachmentOf(added)}, err
}

// OneAttachment is the input of an operation on one file of a report.
type OneAttachment struct {
	Record
	Attachment domain.ID `path:"attachment" zh:"附件编号"`
}

// downloadAttachment answers with the file as one to be saved, whatever it holds.
func (a *API) downloadAttachment(ctx context.Context, in *OneAttachment) (*download, error) {
	f, err := a.db.Attachment(ctx, actorOf(ctx), in.ID, in.Attachment)
	return savedFile(f.Name, f.Type, f.Content), err
}

func (a *API) detach(ctx context.Context, in *OneAttachment) (*none, error) {
	return nil, a.db.Detach(ctx, actorOf(ctx), in.ID, in.Attachment)
}
