package transport

import (
	"errors"
	"io"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"example.com/orders/internal/fault"
)

// toStatus returns what the caller is told of a failed call.
func toStatus(failed *fault.Error) error {
	answer := status.New(codes.Code(failed.Code), failed.Message) //nolint:gosec // the codes are 0 to 16
	return withViolations(answer, failed.Violations).Err()
}

// withViolations adds google.rpc.BadRequest to a status.
func withViolations(answer *status.Status, violations []fault.Violation) *status.Status {
	if len(violations) == 0 {
		return answer
	}
	detail := &errdetails.BadRequest{}
	for _, violation := range violations {
		detail.FieldViolations = append(detail.FieldViolations, &errdetails.BadRequest_FieldViolation{
			Field: violation.Field, Description: violation.Description,
		})
	}
	detailed, err := answer.WithDetails(detail)
	if err != nil {
		return answer // text that is not UTF-8: the message has to do
	}
	return detailed
}

// received returns the fault that is behind an error of gRPC's own while it reads a request.
func received(err error) error {
	var known *fault.Error
	if err == nil || errors.Is(err, io.EOF) || errors.As(err, &known) {
		return err
	}
	return fault.Wrap(fault.Code(status.Code(err)), status.Convert(err).Message(), err)
}
