package intake

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"sanku/domain"
)

// TestTemplatesCanBeFilledIn holds that a template's headers are known, that its example
// is passed over as long as it is marked as one, and that it is a valid row once it is
// not.
func TestTemplatesCanBeFilledIn(t *testing.T) {
	for _, kind := range domain.ImportKinds.Codes() {
		for _, format := range []string{CSV, XLSX} {
			t.Run(kind+"."+format, func(t *testing.T) {
				template, err := Template(kind, format)
				require.NoError(t, err)
				f, err := Open(kind, "", template, Options{})
				require.NoError(t, err)
				require.Equal(t, format, f.Format, "known by its first bytes")
				require.Empty(t, slices.Collect(f.Rows()))

				filled := unmarked(t, format, template)
				rows := opened(t, kind, "", string(filled), Options{})
				require.Len(t, rows, 1)
				require.Empty(t, rows[0].Faults)
				require.Empty(t, rows[0].Ignored)
				require.NoError(t, rows[0].Record.Validate())
			})
		}
	}
	_, err := Template("needs", "pdf")
	require.ErrorAs(t, err, new(domain.InvalidErrors))
}

// unmarked is the template with a key instead of the mark of its example row.
func unmarked(t *testing.T, format string, template []byte) []byte {
	t.Helper()
	if format == CSV {
		return []byte(strings.Replace(string(template), exampleMark, "k-1", 1))
	}
	book, err := excelize.OpenReader(bytes.NewReader(template))
	require.NoError(t, err)
	sheet := book.GetSheetName(0)
	require.NoError(t, book.SetCellValue(sheet, "A2", "k-1"))
	guide, err := book.GetRows("填写说明")
	require.NoError(t, err)
	require.Greater(t, len(guide), 8, "the guide explains the columns")
	b, err := book.WriteToBuffer()
	require.NoError(t, err)
	return b.Bytes()
}

func TestTemplateShowsTheNeedOfEveryColumn(t *testing.T) {
	for _, kind := range domain.ImportKinds.Codes() {
		columns, err := Columns(kind)
		require.NoError(t, err)
		headers, examples := shown(columns)
		require.Equal(t, exampleMark, examples[0], kind)
		require.Greater(t, len(headers), 7, kind)
		for _, c := range columns {
			require.NotEmpty(t, c.Heading, "%s.%s", kind, c.Name)
		}
	}
}

// TestOwnTemplates holds that the tables of an organisation's own records are such as Open
// takes for their owner, and say nothing of whose the rows are.
func TestOwnTemplates(t *testing.T) {
	owner := domain.Organisation{Name: "湘潭示例（材料）有限公司", USCC: "91430321MA0TEXT01J"}
	for _, kind := range []string{"needs", "technologies"} {
		for _, format := range []string{CSV, XLSX} {
			template, err := OwnTemplate(kind, format)
			require.NoError(t, err)
			rows := opened(t, kind, "", string(unmarked(t, format, template)), Options{Owner: &owner})
			require.Len(t, rows, 1)
			require.Empty(t, rows[0].Faults)
			require.Empty(t, rows[0].Organisation)
		}
	}
	const text = "需求名称,需求单位,统一社会信用代码,状态\n甲需求,湘潭示例(材料)有限公司,91430321ma0text01j,草稿\n乙需求,别家,,\n丙需求,,91430321MA0TEXT02X,已关闭\n丁需求,,,\n"
	rows := opened(t, "needs", "x.csv", text, Options{Owner: &owner})
	require.Empty(t, rows[0].Faults, "brackets of either width, letters of either case")
	require.Equal(t, []int{3, 2}, []int{rows[1].Faults[0].Row, rows[1].Faults[0].Column})
	require.Equal(t, []string{"uscc", "status"}, []string{rows[2].Faults[0].Field, rows[2].Faults[1].Field})
	require.Equal(t, []int{3, 4}, []int{rows[2].Faults[0].Column, rows[2].Faults[1].Column})
	require.Equal(t, "members", rows[3].Record.(domain.Need).Confidentiality)
	_, err := Open("needs", "x.csv", []byte(text), Options{Owner: &owner, Organisation: "别家"})
	require.ErrorContains(t, err, "organisation")
}
