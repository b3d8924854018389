package api

import (
	"context"
	"maps"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"sanku/domain"
)

// The types of a table, as asked for by Accept.
const (
	typeCSV  = "text/csv"
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// maxRows bounds a table; longer lists go on after the cursor in Sanku-Next.
const maxRows = 20_000

func formats() map[string]huma.Format {
	all := maps.Clone(huma.DefaultFormats)
	all[typeCSV] = huma.Format{Marshal: writeCSV}
	all[typeXLSX] = huma.Format{Marshal: writeXLSX}
	return all
}

// tabled notes that a table is asked for. What is no list is answered in JSON.
func (a *API) tabled(rt route) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		asked, _ := a.huma.Negotiate(ctx.Header("Accept")) // JSON when nothing fits
		req := requestOf(ctx.Context())
		if asked == typeCSV || asked == typeXLSX {
			req.table = rt.tabular
			if !rt.tabular {
				setAccept(ctx, "application/json")
			}
		}
		next(ctx)
	}
}

// whole makes a list answer with all its pages when a table is asked for.
func whole[I, T any, P paged[I]](handle func(context.Context, *I) (*page[T], error)) func(context.Context, *I) (*page[T], error) {
	return func(ctx context.Context, in *I) (*page[T], error) {
		if !requestOf(ctx).table {
			return handle(ctx, in)
		}
		p := P(in).page()
		p.Limit = 200
		var all []T
		for {
			out, err := handle(ctx, in)
			if err != nil {
				return nil, err
			}
			all = append(all, out.Body.Items...)
			if p.After = out.Body.Next; p.After == "" || len(all) >= maxRows {
				return &page[T]{Items[T]{Items: all, Next: p.After}}, nil
			}
		}
	}
}

// tabular is an answer that can be a table: a list. It gives the table in a language,
// and the cursor after it.
type tabular interface {
	sheet(lang string) (sheet, string)
}

// isTabular reports whether the body of an output is tabular.
func isTabular(output reflect.Type) bool {
	body, ok := output.FieldByName("Body")
	return ok && body.Type.Implements(typeOf[tabular]())
}

// sheet is a table ready to be written.
type sheet struct {
	header []string
	rows   [][]any // text, int64, float64 or bool
}

// tabulate turns a list into a sheet when a table is asked for, and names the file.
func (a *API) tabulate(ctx huma.Context, _ string, v any) (any, error) {
	req := requestOf(ctx.Context())
	items, ok := v.(interface {
		sheet(lang string) (sheet, string)
	})
	if !req.table || !ok {
		return v, nil
	}
	s, next := items.sheet(req.lang)
	asked, err := a.huma.Negotiate(ctx.Header("Accept"))
	if err != nil {
		return nil, err
	}
	extension := ".xlsx"
	if asked == typeCSV {
		extension = ".csv"
		ctx.SetHeader("Content-Type", typeCSV+"; charset=utf-8")
	}
	name := ctx.Operation().Tags[0] + "-" + domain.DateOf(a.db.Now()).String() + extension
	ctx.SetHeader("Content-Disposition", `attachment; filename="`+name+`"`)
	if next != "" {
		ctx.SetHeader("Sanku-Next", next)
	}
	return s, nil
}
