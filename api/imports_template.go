package api

import (
	"context"
	"mime"
	"net/http"

	"sanku/domain"
	"sanku/domain/intake"
)

type templateQuery struct {
	Format string `query:"format" set:"table_formats" default:"xlsx" zh:"格式"`
}

// download is the output of a route that answers with a file.
type download struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// savedFile answers with a file as one to be saved, whatever it holds.
func savedFile(name, kind string, content []byte) *download {
	return &download{ContentType: kind, Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": name}), Body: content}
}

func (a *API) registerTemplate(kind domain.Term) {
	rt := route{id: "template-of-" + kind.Code, method: http.MethodGet, path: "/imports/templates/" + kind.Code, resource: domain.Imports, action: domain.Read, tag: "imports",
		summary: domain.Text{ZH: "下载导入模板：" + kind.Name.ZH, EN: "Download the template to import " + kind.Name.EN}}
	register(a, rt, func(ctx context.Context, in *templateQuery) (*download, error) {
		template := intake.Template
		if !domain.ScopeOf(actorOf(ctx), domain.Read, domain.Imports).All {
			template = intake.OwnTemplate
		}
		body, err := template(kind.Code, in.Format)
		media := map[string]string{intake.CSV: typeCSV, intake.XLSX: typeXLSX}[in.Format]
		return &download{ContentType: media, Disposition: `attachment; filename="` + kind.Code + "." + in.Format + `"`, Body: body}, err
	})
}
