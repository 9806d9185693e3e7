package dev.costate.golden;

import dev.costate.runtime.BatchPass;
import dev.costate.runtime.Checks;
import dev.costate.runtime.CompiledModel;
import dev.costate.runtime.CostateGenerated;
import dev.costate.runtime.DifferentiableFunction;
import dev.costate.runtime.Elementary;
import dev.costate.runtime.Fingerprint;
import dev.costate.runtime.LastValue;
import dev.costate.runtime.Logarithm;
import dev.costate.runtime.ModelPass;
import dev.costate.runtime.Parallel;
import dev.costate.runtime.ParameterLayout;
import dev.costate.runtime.Preparation;
import dev.costate.runtime.Serial;
import dev.costate.runtime.Shape;
import dev.costate.runtime.Special;
import dev.costate.runtime.VectorView;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * The value of a book of European options on several underlyings; its gradient is delta, vega and rho.
 *
 * <p>Values and exact gradients, from {@code BlackScholes.model}:
 * <pre>
 * name           kind    shape   offset  what
 * N              dim     ≥ 1             options
 * A              dim     ≥ 1             underlyings
 * asset          data    N in A          what an option is on
 * side           data    N               1 for a call, -1 for a put
 * quantity       data    N               negative if sold
 * strike         data    N
 * maturity       data    N               in years
 * spot           param   A       0
 * vol            param   A       A       a year
 * rate           param   scalar  2*A     continuously compounded
 * price          output  N               18*N operations
 * worth          output  scalar          19*N operations
 * worthGradient  method                  43*N operations
 * </pre>
 * @serial exclude
 */
@CostateGenerated("BlackScholes")
public final class BlackScholes extends CompiledModel<BlackScholes.Parameters> implements DifferentiableFunction {
    private static final long serialVersionUID = 672367454107223559L;
    final int N, A;
    int[] asset;
    double[] side, quantity, strike, maturity;
    transient Parallel parallel;
    private transient Forward forwardPass;
    private transient Backward backwardPass;
    private transient Gradient gradientPass;
    private transient ValueOfPrice pricePass;
    private transient Forward valuesPass;
    private final transient LastValue priceLast = last("price", "priceValue");
    private final transient LastValue worthLast = last("worth", "worthValue");
    private transient PreparedMaturity preparedMaturity;

    private BlackScholes(int N, int A) {
        super("BlackScholes");
        this.N = Checks.atLeast("N", N, 1);
        this.A = Checks.atLeast("A", A, 1);
        parameters(ParameterLayout.builder().add("spot", Shape.of("A", A)).add("vol", Shape.of("A", A)).add("rate"),
                Parameters::new);
    }

    /** {@return this, whose gradients are computed by several threads from now on}: see {@link Parallel}. Their
     * number makes no difference to results.
     * @param executor runs all but one
     * @param threads how many there are, the calling one among them */
    public BlackScholes parallel(Executor executor, int threads) {
        this.parallel = new Parallel(executor, threads);
        return this;
    }

    /** {@return a model of these sizes, whose data is still to be bound}
     * @param N options
     * @param A underlyings */
    public static BlackScholes of(int N, int A) { return new BlackScholes(N, A); }

    /** {@return options} */
    public int N() { return N; }

    /** {@return underlyings} */
    public int A() { return A; }

    /** {@return this, with a copy bound to {@code asset}: what an option is on}
     * @param values N, each at least 0 and less than {@code A} */
    public BlackScholes asset(int[] values) {
        this.asset = binding.of(Checks.indices("asset", Checks.array("asset", values, Shape.of("N", N)), A),
                this.asset);
        return this;
    }

    /** {@return this, with a copy bound to {@code side}: 1 for a call, -1 for a put}
     * @param values N */
    public BlackScholes side(double[] values) {
        this.side = binding.of(Checks.array("side", values, Shape.of("N", N)), this.side);
        return this;
    }

    /** {@return this, with a copy bound to {@code quantity}: negative if sold}
     * @param values N */
    public BlackScholes quantity(double[] values) {
        this.quantity = binding.of(Checks.array("quantity", values, Shape.of("N", N)), this.quantity);
        return this;
    }

    /** {@return this, with a copy bound to {@code strike}}
     * @param values N */
    public BlackScholes strike(double[] values) {
        this.strike = binding.of(Checks.array("strike", values, Shape.of("N", N)), this.strike);
        return this;
    }

    /** {@return this, with a copy bound to {@code maturity}: in years}
     * @param values N */
    public BlackScholes maturity(double[] values) {
        this.maturity = binding.of(Checks.array("maturity", values, Shape.of("N", N)), this.maturity);
        preparedMaturity = Preparation.anew(binding.isShared() ? null : preparedMaturity);
        return this;
    }

    /** Computes all outputs, and keeps what they were computed from. Methods that compute at another point leave that
     * as it is.
     * @param theta the parameters */
    public void forward(double[] theta) {
        evaluations.begin();
        try (evaluations) {
            evaluations.reset();
            forwardPass = forwardPass == null ? new Forward(this) : forwardPass;
            forwardPass.run(theta);
            evaluations.at(theta);
            priceLast.set(forwardPass.price);
            worthLast.set(forwardPass.worth);
        }
    }

    /** Computes {@code price}.
     * @param theta the parameters
     * @param out receives it, N, row-major */
    public void price(double[] theta, double[] out) {
        Checks.result("price", out, N, theta);
        evaluations.begin();
        try (evaluations) {
            pricePass = pricePass == null ? new ValueOfPrice(this) : pricePass;
            pricePass.run(theta);
            System.arraycopy(priceLast.set(pricePass.price), 0, out, 0, N);
        }
    }

    /** {@return {@code worth}}
     * @param theta the parameters */
    public double worth(double[] theta) {
        if (parallel != null) {
            return worthGradient(theta, parallel.gradient(dimension()));
        }
        evaluations.begin();
        try (evaluations) {
            valuesPass = valuesPass == null ? new Forward(this) : valuesPass;
            valuesPass.run(theta);
            return worthLast.set(valuesPass.worth);
        }
    }

    /** The gradient of worth times the seed, at the point where the forward half last ran.
     * @param seed what all is multiplied by
     * @param gradient is overwritten with the derivatives, by spot, then vol, then rate */
    public void backward(double seed, double[] gradient) {
        Checks.vector("gradient", gradient, dimension());
        double[] point = evaluations.point("backward");
        evaluations.begin();
        try (evaluations) {
            backwardPass = backwardPass == null ? new Backward(this, forwardPass) : backwardPass;
            backwardPass.run(point, seed, gradient);
            worthLast.set(forwardPass.worth);
        }
    }

    /** {@return the value, beside the gradient of worth}
     * @param theta the parameters
     * @param gradient is overwritten with the derivatives, by spot, then vol, then rate */
    public double worthGradient(double[] theta, double[] gradient) {
        Checks.result("gradient", gradient, dimension(), theta);
        evaluations.begin();
        try (evaluations) {
            gradientPass = gradientPass == null ? new Gradient(this) : gradientPass;
            gradientPass.run(theta, gradient);
            return worthLast.set(gradientPass.worth);
        }
    }

    /** Copies {@code price} as a method last computed it.
     * @param out receives it, N, row-major */
    public void priceValue(double[] out) { priceLast.get(out, N); }

    /** {@return {@code worth} as a method last computed it} */
    public double worthValue() { return worthLast.get(); }

    @Override
    public double value(double[] theta) { return worth(theta); }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) { return worthGradient(theta, gradient); }

    /** {@return what depends on {@code maturity} alone} */
    PreparedMaturity preparedMaturity() {
        preparedMaturity = preparedMaturity == null ? new PreparedMaturity(this) : preparedMaturity;
        preparedMaturity.prepare();
        return preparedMaturity;
    }

    /** {@return another model over the same data, for another thread} */
    public BlackScholes fork() {
        BlackScholes copy = new BlackScholes(N, A);
        copy.asset = asset;
        copy.side = side;
        copy.quantity = quantity;
        copy.strike = strike;
        copy.maturity = maturity;
        if (maturity != null) {
            copy.preparedMaturity = preparedMaturity();
        }
        binding.share(copy.binding);
        return copy;
    }

    @Override
    protected BlackScholes read(Serial data) {
        BlackScholes copy = new BlackScholes(N, A);
        data.bind(asset, copy::asset);
        data.bind(side, copy::side);
        data.bind(quantity, copy::quantity);
        data.bind(strike, copy::strike);
        data.bind(maturity, copy::maturity);
        return copy;
    }

    @Override
    protected long fingerprint() {
        return new Fingerprint().add(N).add(A).add(asset).add(side).add(quantity).add(strike).add(maturity).value();
    }

    /** The parameters by name, in a flat vector that the caller owns. */
    public final class Parameters extends VectorView<Parameters> {
        private Parameters(ParameterLayout layout, double[] vector) { super(layout, vector); }

        /** {@return an element of {@code spot}, A}
         * @param i less than {@code A} */
        public double spot(int i) { return vector[Objects.checkIndex(i, A)]; }

        /** {@return this, with an element of {@code spot} set}
         * @param i less than {@code A}
         * @param value what it is from now on */
        public Parameters spot(int i, double value) { return put(value, Objects.checkIndex(i, A)); }

        /** {@return a copy of all of {@code spot}, A, row-major} */
        public double[] spot() { return get("spot"); }

        /** {@return this, with all of {@code spot} set}
         * @param values row-major */
        public Parameters spot(double[] values) { return put("spot", values); }

        /** {@return an element of {@code vol}, A: a year}
         * @param i less than {@code A} */
        public double vol(int i) { return vector[A + Objects.checkIndex(i, A)]; }

        /** {@return this, with an element of {@code vol} set}
         * @param i less than {@code A}
         * @param value what it is from now on */
        public Parameters vol(int i, double value) { return put(value, A + Objects.checkIndex(i, A)); }

        /** {@return a copy of all of {@code vol}, A, row-major} */
        public double[] vol() { return get("vol"); }

        /** {@return this, with all of {@code vol} set}
         * @param values row-major */
        public Parameters vol(double[] values) { return put("vol", values); }

        /** {@return {@code rate}: continuously compounded} */
        public double rate() { return vector[2 * A]; }

        /** {@return this, with {@code rate} set}
         * @param value what it is from now on */
        public Parameters rate(double value) { return put(value, 2 * A); }
    }

    /** What depends on {@code maturity} alone, computed when it is first needed after data was bound. */
    static final class PreparedMaturity extends Preparation<BlackScholes> {
        final double[] sqrtMaturity = new double[model.N];

        PreparedMaturity(BlackScholes model) { super(model); }

        @Override
        protected void run() {
            int N = model.N;
            double[] maturity = model.bound("maturity", model.maturity), sqrtMaturity = this.sqrtMaturity;

            // line 17: let d1 = (log(S / K) + (r + σ^2 / 2) * T) / (σ * sqrt(T))
            for (int n = 0; n < N; n++) {
                sqrtMaturity[n] = Math.sqrt(maturity[n]);
            }
        }
    }

    /** The outputs of {@link BlackScholes}, with what its derivatives read. */
    public static final class Forward extends ModelPass<BlackScholes> {
        /** {@code price}, N. */
        public final double[] price = new double[model.N];
        /** {@code worth}, scalar. */
        public double worth;
        final double[] option_d1 = new double[model.N];
        final double[] option_d2 = new double[model.N];

        /** Makes room for what is computed.
         * @param model holds sizes and data */
        public Forward(BlackScholes model) { super(model); }

        /** Computes at a point.
         * @param theta the parameters */
        public void run(double[] theta) {
            Checks.vector("theta", theta, model.dimension());
            int A = model.A, N = model.N, rateAt = 2 * A, volAt = A;
            int[] asset = model.bound("asset", model.asset);
            double[] side = model.bound("side", model.side), quantity = model.bound("quantity", model.quantity),
                    strike = model.bound("strike", model.strike), maturity = model.bound("maturity", model.maturity);
            PreparedMaturity preparedMaturity = model.preparedMaturity();
            double[] sqrtMaturity = preparedMaturity.sqrtMaturity, option_d1 = this.option_d1,
                    option_d2 = this.option_d2, price = this.price;

            // line 23: output worth = sum(n) quantity[n] * price[n]
            double worthSum = 0.0;
            double rate = theta[rateAt];
            for (int n = 0; n < N; n++) {
                // line 17: let d1 = (log(S / K) + (r + σ^2 / 2) * T) / (σ * sqrt(T))
                double vol = theta[volAt + asset[n]];
                double option_d1Product = sqrtMaturity[n] * vol;
                double spot = theta[asset[n]];
                double option_d1Here = (Logarithm.logQuotient(spot, strike[n])
                        + (rate + 0.5 * Elementary.square(vol)) * maturity[n]) / option_d1Product;
                option_d1[n] = option_d1Here;
                // line 18: let d2 = d1 - σ * sqrt(T)
                double option_d2Here = option_d1Here - option_d1Product;
                option_d2[n] = option_d2Here;
                // line 19: let p = side * (S * normcdf(side * d1) - K * exp(-r * T) * normcdf(side * d2))
                double sideHere = side[n];
                double option_pTerms = spot * Special.normcdf(option_d1Here * sideHere)
                        - Special.normcdf(option_d2Here * sideHere) * (strike[n] * Math.exp(-(rate * maturity[n])));
                double option_p = sideHere * option_pTerms;
                // line 22: output price[n] = option(side[n], spot[asset[n]], strike[n], maturity[n], vol[asset[n]],…
                price[n] = option_p;
                // line 23
                worthSum += quantity[n] * option_p;
            }
            this.worth = worthSum;
        }
    }

    /** The output {@code price} alone. */
    static final class ValueOfPrice extends ModelPass<BlackScholes> {
        final double[] price = new double[model.N];

        ValueOfPrice(BlackScholes model) { super(model); }

        void run(double[] theta) {
            Checks.vector("theta", theta, model.dimension());
            int A = model.A, N = model.N, rateAt = 2 * A, volAt = A;
            int[] asset = model.bound("asset", model.asset);
            double[] side = model.bound("side", model.side), strike = model.bound("strike", model.strike),
                    maturity = model.bound("maturity", model.maturity);
            PreparedMaturity preparedMaturity = model.preparedMaturity();
            double[] sqrtMaturity = preparedMaturity.sqrtMaturity, price = this.price;

            double rate = theta[rateAt];
            for (int n = 0; n < N; n++) {
                // line 17: let d1 = (log(S / K) + (r + σ^2 / 2) * T) / (σ * sqrt(T))
                double vol = theta[volAt + asset[n]];
                double option_d1Product = sqrtMaturity[n] * vol;
                double spot = theta[asset[n]];
                double option_d1 = (Logarithm.logQuotient(spot, strike[n])
                        + (rate + 0.5 * Elementary.square(vol)) * maturity[n]) / option_d1Product;
                // line 18: let d2 = d1 - σ * sqrt(T)
                double option_d2 = option_d1 - option_d1Product;
                // line 19: let p = side * (S * normcdf(side * d1) - K * exp(-r * T) * normcdf(side * d2))
                double sideHere = side[n];
                double option_pTerms = spot * Special.normcdf(option_d1 * sideHere)
                        - Special.normcdf(option_d2 * sideHere) * (strike[n] * Math.exp(-(rate * maturity[n])));
                double option_p = sideHere * option_pTerms;
                // line 22: output price[n] = option(side[n], spot[asset[n]], strike[n], maturity[n], vol[asset[n]],…
                price[n] = option_p;
            }
        }
    }

    /** The gradient of {@code worth} of {@link BlackScholes} for a given seed, after the forward half ran at the same
     * point. */
    public static final class Backward extends ModelPass<BlackScholes> {
        final Forward forward;

        /** Makes room for what is computed.
         * @param model holds sizes and data
         * @param forward runs before, at the same point */
        public Backward(BlackScholes model, Forward forward) {
            super(model);
            this.forward = forward;
        }

        /** Computes at a point.
         * @param theta the parameters
         * @param seed what all is multiplied by
         * @param gradient as the method of the model takes it */
        public void run(double[] theta, double seed, double[] gradient) {
            Checks.vector("theta", theta, model.dimension());
            int A = model.A, N = model.N, volAt = A, rateAt = 2 * A;
            int[] asset = model.bound("asset", model.asset);
            double[] side = model.bound("side", model.side), quantity = model.bound("quantity", model.quantity),
                    strike = model.bound("strike", model.strike), maturity = model.bound("maturity", model.maturity);
            PreparedMaturity preparedMaturity = model.preparedMaturity();
            double[] option_d2 = forward.option_d2, option_d1 = forward.option_d1,
                    sqrtMaturity = preparedMaturity.sqrtMaturity;

            double rateAdj = 0.0;
            Arrays.fill(gradient, volAt, volAt + A, 0.0);
            Arrays.fill(gradient, 0, A, 0.0);
            double rate = theta[rateAt];
            for (int n = 0; n < N; n++) {
                // line 23, price → worth: quantity[n]
                double priceAdj = seed * quantity[n];
                // line 19, adjoint of option_d2
                double strikeHere = strike[n], maturityHere = maturity[n], sideHere = side[n];
                double option_d2AdjProduct = option_d2[n] * sideHere;
                double exp = Math.exp(-(rate * maturityHere));
                double option_d2AdjProduct1 = sideHere * priceAdj;
                double option_d2Adj = -Elementary.zeroProduct(sideHere,
                        Elementary.zeroProduct(strikeHere * exp * option_d2AdjProduct1,
                        Special.normpdf(option_d2AdjProduct)));
                // line 18, adjoint of option_d1
                double spot = theta[asset[n]];
                double option_d1AdjProduct = option_d1[n] * sideHere;
                double option_d1Adj = Elementary.zeroProduct(sideHere,
                        Elementary.zeroProduct(spot * option_d2AdjProduct1, Special.normpdf(option_d1AdjProduct)))
                        + option_d2Adj;
                // line 17, adjoint of rate, vol, spot
                double sqrtMaturityHere = sqrtMaturity[n], vol = theta[volAt + asset[n]];
                double divAlong = Elementary.divAlong(option_d1Adj,
                        Logarithm.logQuotient(spot, strikeHere)
                        + (rate + 0.5 * Elementary.square(vol)) * maturityHere, sqrtMaturityHere * vol);
                double rateAdjProduct = Elementary.zeroProduct(maturityHere, divAlong);
                rateAdj += rateAdjProduct + Elementary.zeroProduct(maturityHere,
                        Elementary.zeroProduct(exp, Elementary.zeroProduct(strikeHere,
                        Special.normcdf(option_d2AdjProduct) * option_d2AdjProduct1)));
                gradient[volAt + asset[n]] += Elementary.zeroProduct(0.5 * rateAdjProduct, 2.0 * vol)
                        - Elementary.zeroProduct(sqrtMaturityHere, Elementary.zeroProduct(option_d1[n], divAlong))
                        - Elementary.zeroProduct(sqrtMaturityHere, option_d2Adj);
                gradient[asset[n]] += Elementary.zeroProduct(divAlong, Logarithm.logProductDa(spot, strikeHere))
                        + Special.normcdf(option_d1AdjProduct) * option_d2AdjProduct1;
            }
            gradient[rateAt] = rateAdj;
        }
    }

    /** Value and gradient of {@code worth} of {@link BlackScholes} in one sweep. */
    static final class Gradient extends BatchPass<BlackScholes, Gradient> {
        double worth, worthSum, rateAdj;

        Gradient(BlackScholes model) { super(model); }

        void run(double[] theta, double[] gradient) {
            if (model.parallel == null) {
                run(theta, gradient, 0, model.N);
            } else {
                model.parallel.run(this, theta, gradient, model.N);
            }
            finish(theta, gradient);
        }

        @Override
        protected void run(double[] theta, double[] gradient, int from, int to) {
            Checks.vector("theta", theta, model.dimension());
            int A = model.A, volAt = A, rateAt = 2 * A;
            int[] asset = model.bound("asset", model.asset);
            double[] side = model.bound("side", model.side), quantity = model.bound("quantity", model.quantity),
                    strike = model.bound("strike", model.strike), maturity = model.bound("maturity", model.maturity);
            PreparedMaturity preparedMaturity = model.preparedMaturity();
            double[] sqrtMaturity = preparedMaturity.sqrtMaturity;

            double worthSum = 0.0, rateAdj = 0.0;
            Arrays.fill(gradient, volAt, volAt + A, 0.0);
            Arrays.fill(gradient, 0, A, 0.0);
            double rate = theta[rateAt];
            for (int n = from; n < to; n++) {
                // line 17: let d1 = (log(S / K) + (r + σ^2 / 2) * T) / (σ * sqrt(T))
                double sqrtMaturityHere = sqrtMaturity[n], vol = theta[volAt + asset[n]];
                double option_d1Product = sqrtMaturityHere * vol;
                double strikeHere = strike[n], spot = theta[asset[n]], maturityHere = maturity[n];
                double option_d1Terms = Logarithm.logQuotient(spot, strikeHere)
                        + (rate + 0.5 * Elementary.square(vol)) * maturityHere;
                double option_d1 = option_d1Terms / option_d1Product;
                // line 18: let d2 = d1 - σ * sqrt(T)
                double option_d2 = option_d1 - option_d1Product;
                // line 19: let p = side * (S * normcdf(side * d1) - K * exp(-r * T) * normcdf(side * d2))
                double sideHere = side[n];
                double option_pProduct = option_d2 * sideHere;
                double normcdf = Special.normcdf(option_pProduct);
                double exp = Math.exp(-(rate * maturityHere));
                double option_pProduct1 = strikeHere * exp;
                double option_pProduct2 = option_d1 * sideHere;
                double normcdf1 = Special.normcdf(option_pProduct2);
                double option_p = sideHere * (spot * normcdf1 - normcdf * option_pProduct1);
                // line 22: output price[n] = option(side[n], spot[asset[n]], strike[n], maturity[n], vol[asset[n]],…
                // line 23: output worth = sum(n) quantity[n] * price[n]
                worthSum += quantity[n] * option_p;
                // line 19, adjoint of option_d2
                double option_d2AdjProduct = sideHere * quantity[n];
                double option_d2Adj = -Elementary.zeroProduct(sideHere,
                        Elementary.zeroProduct(Special.normpdf(option_pProduct),
                        option_pProduct1 * option_d2AdjProduct));
                // line 18, adjoint of option_d1
                double option_d1Adj = Elementary.zeroProduct(sideHere,
                        Elementary.zeroProduct(Special.normpdf(option_pProduct2), spot * option_d2AdjProduct))
                        + option_d2Adj;
                // line 17, adjoint of rate, vol, spot
                double divAlong = Elementary.divAlong(option_d1Adj, option_d1Terms, option_d1Product);
                double rateAdjProduct = Elementary.zeroProduct(maturityHere, divAlong);
                rateAdj += rateAdjProduct + Elementary.zeroProduct(maturityHere,
                        Elementary.zeroProduct(exp, Elementary.zeroProduct(strikeHere,
                        normcdf * option_d2AdjProduct)));
                gradient[volAt + asset[n]] += Elementary.zeroProduct(2.0 * vol, 0.5 * rateAdjProduct)
                        - Elementary.zeroProduct(sqrtMaturityHere, Elementary.zeroProduct(option_d1, divAlong))
                        - Elementary.zeroProduct(sqrtMaturityHere, option_d2Adj);
                gradient[asset[n]] += Elementary.zeroProduct(Logarithm.logProductDa(spot, strikeHere), divAlong)
                        + normcdf1 * option_d2AdjProduct;
            }
            this.worthSum = worthSum;
            this.rateAdj = rateAdj;
        }

        void finish(double[] theta, double[] gradient) {
            int A = model.A, rateAt = 2 * A;

            // line 23: output worth = sum(n) quantity[n] * price[n]
            this.worth = this.worthSum;
            gradient[rateAt] = this.rateAdj;
        }

        @Override
        protected Gradient part() { return new Gradient(model); }

        @Override
        protected void add(Gradient part) {
            this.worthSum += part.worthSum;
            this.rateAdj += part.rateAdj;
        }
    }
}
