package transport

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"example.com/orders/internal/fault"
	"example.com/orders/internal/platform/telemetry"
)

// answers stands right before the handlers, of calls by gRPC and of the gateway's alike: it recovers from panics, refuses
// what breaks a rule of the IDL, and turns an error into the status its caller may see.
type answers struct {
	log      *slog.Logger
	validate func(proto.Message) error // nil takes all
}

func (a *answers) unary(ctx context.Context, req any, _ *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (resp any, err error) {
	defer func() { err = a.toStatus(ctx, recover(), err) }()
	if err := a.check(req); err != nil {
		return nil, err
	}
	return handler(ctx, req)
}

func (a *answers) stream(impl any, stream grpc.ServerStream, _ *grpc.StreamServerInfo, handler grpc.StreamHandler) (err error) {
	defer func() { err = a.toStatus(stream.Context(), recover(), err) }()
	return handler(impl, checkedStream{stream, a})
}

func (a *answers) check(message any) error {
	m, ok := message.(proto.Message)
	if !ok || a.validate == nil {
		return nil
	}
	return a.validate(m)
}

// checkedStream checks every message that it receives.
type checkedStream struct {
	grpc.ServerStream
	answers *answers
}

func (s checkedStream) RecvMsg(message any) error {
	if err := s.ServerStream.RecvMsg(message); err != nil {
		return err
	}
	return s.answers.check(message)
}

// toStatus keeps the text of an internal error in the log: it may hold what the caller must not see.
func (a *answers) toStatus(ctx context.Context, panicked any, err error) error {
	if panicked != nil {
		a.log.ErrorContext(ctx, "panic", "panic", panicked, "stack", string(debug.Stack()))
		err = fmt.Errorf("panic: %v", panicked)
	}
	if err == nil {
		return nil
	}
	telemetry.FromContext(ctx).SetError(err)
	if _, ok := status.FromError(err); ok && panicked == nil {
		return err
	}
	answer := status.New(codes.Code(fault.CodeOf(err)), fault.MessageOf(err)) //nolint:gosec // the codes are 0 to 16
	return withViolations(answer, fault.ViolationsOf(err)).Err()
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
