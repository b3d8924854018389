package api

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/xuri/excelize/v2"

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
			req.table = rt.list
			if !rt.list {
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

// writeCSV writes a sheet for spreadsheets: a byte order mark so that they read it as
// UTF-8, and text that would run as a formula made harmless.
func writeCSV(w io.Writer, v any) error {
	s, ok := v.(sheet)
	if !ok {
		return fmt.Errorf("no table: %T", v)
	}
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(s.header); err != nil {
		return err
	}
	for _, row := range s.rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = plainText(cell)
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// plainText is a cell of a CSV. Spreadsheets take text that begins with one of these
// for a formula; a quote before it makes it text.
func plainText(cell any) string {
	text, ok := cell.(string)
	if !ok {
		return fmt.Sprint(cell)
	}
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// writeXLSX writes a sheet as a workbook, in which text is never a formula.
func writeXLSX(w io.Writer, v any) (err error) {
	s, ok := v.(sheet)
	if !ok {
		return fmt.Errorf("no table: %T", v)
	}
	book := excelize.NewFile()
	defer func() {
		if e := book.Close(); err == nil {
			err = e
		}
	}()
	if err := fillSheet(book, s); err != nil {
		return err
	}
	return book.Write(w)
}

func fillSheet(book *excelize.File, s sheet) error {
	out, err := book.NewStreamWriter(book.GetSheetName(0))
	if err != nil {
		return err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	header := make([]any, len(s.header))
	for i, name := range s.header {
		header[i] = name
	}
	for i, row := range append([][]any{header}, s.rows...) {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := out.SetRow(at, row); err != nil {
			return err
		}
	}
	return out.Flush()
}

// when is a time as people read it in a table.
func when(t time.Time) string { return t.In(domain.Shanghai).Format(time.DateTime) }
