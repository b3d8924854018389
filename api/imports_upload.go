package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"time"

	"sanku/domain"
	"sanku/domain/intake"
)

// Limits of an upload. Larger files go in by the command line, which streams nothing
// over the network.
const (
	maxUpload     = 32 << 20
	uploadTimeout = 10 * time.Minute
)

var importFormats = domain.Terms{
	{Code: intake.XLSX, Name: domain.Text{ZH: "Excel 工作簿", EN: "Excel workbook"}},
	{Code: intake.CSV, Name: domain.Text{ZH: "CSV 表格", EN: "CSV table"}},
	{Code: intake.JSONL, Name: domain.Text{ZH: "JSON 行", EN: "JSON lines"}},
}

var tableFormats = importFormats[:2]

var encodings = domain.Terms{
	{Code: "utf-8", Name: domain.Text{ZH: "UTF-8", EN: "UTF-8"}},
	{Code: "gb18030", Name: domain.Text{ZH: "GB18030", EN: "GB18030"}},
}

// Upload is the input of an import: a file, as the body itself or as the first file of
// a form, and how to take it.
type Upload struct {
	RawBody     []byte
	ContentType string `header:"Content-Type"`

	Name                string `query:"name" maxLength:"200" zh:"文件名" doc:"Of a file sent as the body itself."`
	Source              string `query:"source" maxLength:"100" default:"upload" zh:"来源" doc:"Keys are unique within a source. Every organisation has sources of its own."`
	Format              string `query:"format" set:"import_formats" zh:"格式" doc:"By the file's name or first bytes when not given."`
	Encoding            string `query:"encoding" set:"encodings" zh:"字符编码" doc:"UTF-8 if the file is valid UTF-8, else GB18030, when not given."`
	DryRun              bool   `query:"dry_run" zh:"试运行" doc:"Find everything that is wrong, keep nothing."`
	Strict              bool   `query:"strict" zh:"全部或全不" doc:"Keep all rows or none."`
	Publish             bool   `query:"publish" zh:"完整的即发布" doc:"Publish rows that are complete and name no state. Only the bureau may."`
	Submit              bool   `query:"submit" zh:"完整的即提交审核" doc:"Hand in for review the needs and technologies that are complete and name no state."`
	CreateOrganisations bool   `query:"create_organisations" zh:"自动创建单位" doc:"Create organisations that rows name and that are absent."`
	Division            string `query:"division" maxLength:"6" zh:"所建单位的行政区划" doc:"Of organisations so created; 000000, not recorded, when not given."`
	Organisation        string `query:"organisation" maxLength:"200" zh:"缺省单位" doc:"Whose the rows are that name no organisation: key, USCC or name."`
	Field               string `query:"field" set:"fields" zh:"缺省技术领域" doc:"Of rows that say nothing of theirs."`
	Register            string `query:"register" maxLength:"60" zh:"缺省登记册" doc:"Of entries of registers that name none: code or name."`
}

func (a *API) registerUpload(kind domain.Term) {
	resource := domain.ImportResource(kind.Code)
	rt := route{id: "import-" + kind.Code, method: http.MethodPost, path: "/imports/" + kind.Code, resource: resource, action: domain.Import, tag: "imports",
		summary: domain.Text{ZH: "导入" + kind.Name.ZH, EN: "Import " + kind.Name.EN}, status: http.StatusCreated, maxBody: maxUpload, timeout: uploadTimeout}
	register(a, rt, func(ctx context.Context, in *Upload) (*created[Import], error) { return a.upload(ctx, kind.Code, in) })
}

func (a *API) upload(ctx context.Context, kind string, in *Upload) (*created[Import], error) {
	name, data, err := in.file()
	if err != nil {
		return nil, err
	}
	file, err := a.db.OpenImport(ctx, actorOf(ctx), kind, name, data, intake.Options{Format: in.Format, Encoding: in.Encoding,
		Organisation: in.Organisation, Field: in.Field, Register: in.Register})
	if err != nil {
		return nil, err
	}
	run, err := a.db.Import(ctx, actorOf(ctx), file.Run(in.options()), file.Rows(), nil)
	return createdIn("imports", run.ID, importOf(run), run.Version), err
}

func (in *Upload) options() domain.ImportOptions {
	return domain.ImportOptions{Source: in.Source, DryRun: in.DryRun, Strict: in.Strict, Publish: in.Publish, Submit: in.Submit,
		CreateOrganisations: in.CreateOrganisations, Division: in.Division}
}

func (in *Upload) file() (name string, data []byte, err error) {
	return fileOf(in.ContentType, in.Name, in.RawBody)
}

// fileOf returns the file that a body holds and its name: the first file of a form, or
// the body itself, called name.
func fileOf(contentType, name string, body []byte) (string, []byte, error) {
	media, parameters, err := mime.ParseMediaType(contentType)
	if err != nil || media != "multipart/form-data" {
		return name, body, nil
	}
	form := multipart.NewReader(bytes.NewReader(body), parameters["boundary"])
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil, domain.Invalid("file", "表单中没有文件", "the form has no file")
		}
		if err != nil {
			return "", nil, domain.Invalid("file", "表单已损坏", "the form is damaged")
		}
		if part.FileName() != "" {
			data, err := io.ReadAll(part)
			return part.FileName(), data, err
		}
	}
}
