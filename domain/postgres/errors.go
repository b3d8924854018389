package postgres

import (
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"sanku/domain"
)

// taken names, by constraint, what a unique index or exclusion found taken.
var taken = map[string]domain.Text{
	"organisations_uscc_key":        {ZH: "该统一社会信用代码已登记", EN: "this unified social credit code is registered already"},
	"users_login_key":               {ZH: "该登录名已被使用", EN: "this login is taken"},
	"technologies_registration_key": {ZH: "该成果登记号已存在", EN: "this result registration number exists already"},
	"dockings_open_pair":            {ZH: "该需求与该技术（专家）已在对接中", EN: "this need and technology or expert are being docked already"},
	"docking_members_seat":          {ZH: "该席位已有人选，请先解除", EN: "the seat is taken; release it first"},
	"conflicts_declared":            {ZH: "该利益冲突已声明", EN: "this conflict of interest is declared already"},
	"organisation_relations_once":   {ZH: "该关联关系已记录", EN: "this relation is recorded already"},
	"contracts_one_per_docking":     {ZH: "该对接已有合同", EN: "this docking has a contract already"},
	"reports_once":                  {ZH: "本期该项数据已有填报", EN: "this figure is reported for the period already"},
	"reports_corrects_once":         {ZH: "该报告已有更正", EN: "this report has a correction already"},
	"contract_amendments_open":      {ZH: "已有待审核的变更申请", EN: "an amendment has been proposed already"},
	"activity_registrations_once":   {ZH: "该单位（专家）已报名本活动", EN: "they have registered for this activity already"},
	"activity_dockings_pkey":        {ZH: "该对接已记入一项活动", EN: "this docking is recorded as born at an activity already"},
	"contracts_registry_number_key": {ZH: "该登记编号已使用", EN: "this registry number is taken"},
}

// translate turns the database's errors into the domain's, once for all callers.
func translate(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, gorm.ErrRecordNotFound) || errors.Is(err, pgx.ErrNoRows) {
		return domain.ErrNotFound
	}
	if lostConnection(err) {
		return fmt.Errorf("%w: %w", domain.ErrUnavailable, err)
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return err
	}
	switch pg.Code {
	case "23505", "23P01": // unique_violation, exclusion_violation
		if text, ok := taken[pg.ConstraintName]; ok {
			return domain.ConflictError{Reason: text}
		}
		return fmt.Errorf("%s: %w", pg.ConstraintName, domain.ErrConflict)
	case "23503": // foreign_key_violation
		return domain.Invalid(columnOf(pg.ConstraintName, pg.TableName), "所指的记录不存在或正被引用", "refers to a record that does not exist, or is referred to")
	case "23514", "22001", "22003", "22P05", "22021": // check_violation, too long, out of range, untranslatable character
		return domain.Invalid(columnOf(pg.ConstraintName, pg.TableName), "不符合记录的约束", "breaks a constraint of the record")
	case "40001", "40P01", "55P03": // serialization_failure, deadlock_detected, lock_not_available
		return fmt.Errorf("%s: %w", pg.Code, domain.ErrConflict)
	case "57014", "53300", "57P01", "57P03", "25006": // cancelled, too many connections, shutting down, starting up, read only
		return fmt.Errorf("%w: %w", domain.ErrUnavailable, err)
	}
	return err
}

// lostConnection reports that the database could not be reached, or went away.
func lostConnection(err error) bool {
	var connect *pgconn.ConnectError
	var network *net.OpError
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, io.ErrUnexpectedEOF)
}

// columnOf reads the column from a constraint's default name: table_column_fkey.
func columnOf(constraint, table string) string {
	name := constraint
	for _, suffix := range []string{"_fkey", "_check", "_key"} {
		if n := len(name) - len(suffix); n > 0 && name[n:] == suffix {
			name = name[:n]
		}
	}
	if len(name) > len(table)+1 && name[:len(table)+1] == table+"_" {
		return name[len(table)+1:]
	}
	return "record"
}

// isDataError reports a value that could not be read as its type (class 22).
func isDataError(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code[:2] == "22"
}
