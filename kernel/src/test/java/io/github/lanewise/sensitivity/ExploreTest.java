package io.github.lanewise.sensitivity;
import java.util.*;
import org.junit.jupiter.api.Test;
import org.ejml.data.DMatrixRMaj;
class ExploreTest {
  static double coverage(Sensitivity s, DMatrixRMaj truth, int states) {
    double nu = s.degreesOfFreedom(), z=1.959964, q = z + (z*z*z+z)/(4*nu);
    int in=0, all=0;
    for (int r=0;r<truth.numRows;r++) for(int j=0;j<truth.numCols;j++) { if (r%states==states-1) continue;
      all++; if (Math.abs(s.derivative().get(r,j)-truth.get(r,j)) <= q*s.standardError().get(r,j)) in++; }
    return (double) in/all;
  }
  @Test void explore() {
    int[][] cases = {{3,60},{6,64},{6,200}};
    for (int[] c : cases) for (double sigma : new double[]{0.05,0.3}) for (double noise : new double[]{0,0.01,0.1}) {
      double cg=0, eg=0; int reps=5; long ns=0; double[] le=null; double co=0, eo=0;
      for (int rep=0; rep<reps; rep++) {
        Random random=new Random(rep);
        CurvedTrajectories f=new CurvedTrajectories(c[0],20,4,1.0,random);
        Rollouts r=f.shake(c[1],sigma,noise,random);
        DMatrixRMaj truth=f.derivative(f.nominal);
        long t0=System.nanoTime();
        FittedProcess fit=new GaussianProcess().fit(r); Sensitivity s=fit.at(f.nominal);
        ns+=System.nanoTime()-t0; le=fit.lengths();
        cg+=coverage(s,truth,4)/reps; eg+=s.relativeError(truth)/reps;
        double[] huge=new double[c[0]]; Arrays.fill(huge,1e6);
        Sensitivity o=new GaussianProcess(huge).estimate(r);
        co+=coverage(o,truth,4)/reps; eo+=o.relativeError(truth)/reps;
      }
      System.out.printf("p %d K %d sigma %.2f noise %.3f: coverage %.3f err %.2e | linear %.3f %.2e | %.0f ms l/sigma %.1f%n", c[0],c[1],sigma,noise,cg,eg,co,eo,ns/1e6/reps,le[0]/sigma);
    }
  }
}
