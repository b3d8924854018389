package seeds

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// Every holiday's days at the weekend that are worked are worked, and every year has as
// many working days as the notices make it: counted by hand from the week.
func TestWorkingCalendar(t *testing.T) {
	days, err := WorkingCalendar()
	require.NoError(t, err)
	calendar := domain.NewCalendar(days)
	for _, d := range days {
		week := d.On.Time().Weekday()
		if d.Working {
			require.True(t, week == time.Saturday || week == time.Sunday, "%s is worked anyway", d.On)
		}
		require.Equal(t, d.Working, calendar.Working(d.On), "%s is given twice", d.On)
	}
	// 365 or 366 days less weekends, holidays on weekdays, plus weekends worked.
	for year, want := range map[int]int{2023: 249, 2024: 251, 2025: 248, 2026: 248} {
		p := domain.YearPeriod(year)
		require.True(t, calendar.Knows(p))
		require.Equal(t, want, calendar.Between(p.From.AddDays(-1), p.To), year)
	}
	require.False(t, calendar.Knows(domain.YearPeriod(2027)))
}
