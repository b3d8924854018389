package intake

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"sanku/domain"
)

// workbook makes one sheet of cells as spreadsheets keep them: numbers, dates, text.
func workbook(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	book := excelize.NewFile()
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		require.NoError(t, err)
		require.NoError(t, book.SetSheetRow("Sheet1", at, &row))
	}
	b, err := book.WriteToBuffer()
	require.NoError(t, err)
	return b.Bytes()
}

func TestWorkbookCellsAsKept(t *testing.T) {
	data := workbook(t,
		[]any{"企业需求征集表"},
		nil,
		[]any{"需求名称", "技术问题", "预算上限（万元）", "期望完成日期", "最低技术成熟度", "联系电话"},
		[]any{"甲需求", "问题", 12.3, time.Date(2026, 5, 6, 0, 0, 0, 0, time.UTC), 6, 13800000000},
		nil,
		[]any{"乙需求", "问题", "约80"})
	rows := opened(t, "needs", "表.xlsx", string(data), Options{})
	require.Len(t, rows, 2)
	require.Empty(t, rows[0].Faults)
	n := rows[0].Record.(domain.Need)
	require.Equal(t, domain.Yuan(123_000), *n.BudgetMax)
	require.Equal(t, domain.Date{Year: 2026, Month: 5, Day: 6}, n.Deadline)
	require.Equal(t, 6, n.Conditions.TRLMin)
	require.Equal(t, "13800000000", n.ContactPhone)
	require.Equal(t, []int{4, 6}, []int{rows[0].Number, rows[1].Number})
	require.Equal(t, domain.ImportFault{Row: 6, Column: 3, Field: "budget_max_wan", Reason: domain.Text{ZH: "不是有效的金额", EN: "is not an amount of money"}}, rows[1].Faults[0])
}

func TestWorkbookTooLargeUnpacked(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("xl/worksheets/sheet1.xml")
	require.NoError(t, err)
	zeros := make([]byte, 1<<20)
	for range maxUnzipped>>20 + 1 {
		_, err = w.Write(zeros)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	require.Less(t, b.Len(), 1<<20, "a small file that unpacks to a large one")
	_, err = Open("needs", "x.xlsx", b.Bytes(), Options{})
	require.ErrorContains(t, err, "too large unpacked")
}

func TestWorkbookOfTooManyColumns(t *testing.T) {
	wide := make([]any, maxColumns+1)
	wide[0], wide[maxColumns] = "乙需求", "x"
	data := workbook(t, []any{"需求名称", "技术问题"}, []any{"甲需求", "问题"}, wide, []any{"丙需求", "问题"})
	f, err := Open("needs", "x.xlsx", data, Options{})
	require.NoError(t, err)
	rows := slices.Collect(f.Rows())
	require.Len(t, rows, 2)
	require.Empty(t, rows[0].Faults)
	require.Equal(t, "has too many columns; nothing is read from here on", rows[1].Faults[0].Reason.EN)
}

func TestWorkbookDamaged(t *testing.T) {
	data := workbook(t, []any{"需求名称", "技术问题"}, []any{"甲需求", "问题"})
	for cut := 0; cut < len(data); cut += 97 {
		if f, err := Open("needs", "x.xlsx", data[:cut], Options{}); err == nil {
			_ = slices.Collect(f.Rows())
		} else {
			require.ErrorAs(t, err, new(domain.InvalidErrors))
		}
	}
}

// TestWorkbookOfTooManyCells puts more rows or cells into a sheet than tables have, each of
// a few bytes.
func TestWorkbookOfTooManyCells(t *testing.T) {
	long := `<row><c r="A1" t="inlineStr"><is><t>需求名称</t></is></c></row>`
	for name, sheet := range map[string]struct{ data, says string }{
		"columns":      {long + "<row>" + strings.Repeat("<c/>", 17_000) + "</row>", "has more than 16384 columns in row 2"},
		"cells":        {strings.Repeat("<row>"+strings.Repeat("<c/>", 16_000)+"</row>", 100), "too many cells"},
		"rows":         {long + strings.Repeat("<row/>", maxRows), "more than 200000 rows"},
		"prefixed":     {"<x:row>" + strings.Repeat("<x:c/>", 17_000) + "</x:row>", "has more than 16384 columns"},
		"not in UTF-8": {"\x00", "UTF-8"},
	} {
		data := workbook(t, []any{"需求名称", "技术问题"}, []any{"甲需求", "问题"})
		data = withSheet(t, data, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+sheet.data+`</sheetData></worksheet>`)
		_, err := Open("needs", "x.xlsx", data, Options{})
		var invalid domain.InvalidErrors
		require.ErrorAs(t, err, &invalid, name)
		require.Equal(t, "file", invalid[0].Field, name)
		require.Contains(t, invalid[0].Reason.EN, sheet.says, name)
	}
}

// withSheet is the workbook with another text for its first sheet.
func withSheet(t *testing.T, book []byte, sheet string) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	require.NoError(t, err)
	var b bytes.Buffer
	to := zip.NewWriter(&b)
	for _, f := range from.File {
		if f.Name != "xl/worksheets/sheet1.xml" {
			require.NoError(t, to.Copy(f))
		}
	}
	w, err := to.Create("xl/worksheets/sheet1.xml")
	require.NoError(t, err)
	_, err = w.Write([]byte(sheet))
	require.NoError(t, err)
	require.NoError(t, to.Close())
	return b.Bytes()
}
