package dev.costate.samples.fitting;

import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresProblem.Evaluation;

/** How well data settle the parameters of a least squares fit. */
final class StandardErrors {
    private StandardErrors() {}

    /**
     * The square roots of the diagonal of s² (JᵀJ)⁻¹, with s² the sum of squares for each degree of freedom. With J =
     * QR this matrix is s² R⁻¹R⁻ᵀ, which has twice the digits of an inverse of JᵀJ; columns of length 1 keep parameters
     * of different sizes from taking some.
     */
    static double[] of(Evaluation fit) {
        RealMatrix jacobian = fit.getJacobian();
        int n = jacobian.getColumnDimension();
        double[] lengths = new double[n];
        RealMatrix scaled = jacobian.copy();
        for (int j = 0; j < n; j++) {
            lengths[j] = jacobian.getColumnVector(j).getNorm();
            scaled.setColumnVector(j, jacobian.getColumnVector(j).mapDivide(lengths[j]));
        }
        RealMatrix r = new QRDecomposition(scaled).getR().getSubMatrix(0, n - 1, 0, n - 1);
        RealMatrix inverse = new QRDecomposition(r).getSolver().getInverse();
        double s = Math.sqrt(fit.getChiSquare() / (jacobian.getRowDimension() - n));
        double[] errors = new double[n];
        for (int j = 0; j < n; j++) {
            errors[j] = s * inverse.getRowVector(j).getNorm() / lengths[j];
        }
        return errors;
    }
}
