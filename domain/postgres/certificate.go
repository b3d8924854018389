package postgres

import (
	"context"

	"sanku/domain"
)

// byCertificate finds contracts by the code of their certificates, as the index has it.
const byCertificate = "registry_number IS NOT NULL AND left(encode(sha256(uuid_send(id)), 'hex'), 16) = ?"

// Certificate is the certificate of a contract that actor may read. Of one that was
// never registered it is a ConflictError.
func (db *DB) Certificate(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Certificate, error) {
	c, err := db.Contract(ctx, actor, id)
	if err != nil {
		return domain.Certificate{}, err
	}
	if !c.Certified() {
		return domain.Certificate{}, domain.Conflict("合同尚未登记，没有登记证明", "the contract is not registered and has no certificate")
	}
	return db.certificate(ctx, c)
}

// CertificateByCode is the certificate with a code, for anyone who has it in hand. Whoever
// shows it to those who are not parties shows what they need to compare, no more. Errors: ErrNotFound.
func (db *DB) CertificateByCode(ctx context.Context, code string) (domain.Certificate, error) {
	bare, err := domain.ParseCertificateCode(code)
	if err != nil {
		return domain.Certificate{}, err
	}
	var row contractRow
	if err := db.read(ctx).Where(byCertificate, bare).Take(&row).Error; err != nil {
		return domain.Certificate{}, translate(err)
	}
	return db.certificate(ctx, row.domain())
}

func (db *DB) certificate(ctx context.Context, c domain.Contract) (domain.Certificate, error) {
	rules, err := db.ContractRules(ctx)
	return domain.Certificate{Contract: c, Registry: rules.RegistryOf(c.RegisteredOn), Code: c.CertificateCode()}, err
}
